import { Global, Module } from '@nestjs/common';
import { FaultPoints, NoFaults } from './fault-points';

@Global()
@Module({ providers: [{ provide: FaultPoints, useClass: NoFaults }], exports: [FaultPoints] })
export class FaultsModule {}
