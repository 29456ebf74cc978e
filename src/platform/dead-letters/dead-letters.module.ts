import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { LetterBalance } from './letter-balance';
import { ReconcileDeadLetters } from './reconcile-dead-letters.task';

@Module({ imports: [DiscoveryModule], providers: [LetterBalance, ReconcileDeadLetters] })
export class DeadLettersModule {}
