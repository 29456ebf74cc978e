import { Global, Module } from '@nestjs/common';
import { QdrantServer } from './qdrant-server';

@Global()
@Module({ providers: [QdrantServer], exports: [QdrantServer] })
export class QdrantModule {}
