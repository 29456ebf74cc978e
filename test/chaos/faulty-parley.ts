import { Module } from '@nestjs/common';
import { FaultPoints } from '../../src/platform/faults/fault-points';
import { FaultsModule } from '../../src/platform/faults/faults.module';
import { killParsersAt } from './parser-faults';
import { PlannedFaults } from './planned-faults';

/**
 * The product, composed with faults that come when they are ordered. The module that binds none says so in its
 * decorator: decorated again before anything reads it, it binds ours, and nothing of the product has to know.
 */
const faults = new PlannedFaults().listen();
Module({ providers: [{ provide: FaultPoints, useValue: faults }], exports: [FaultPoints] })(FaultsModule);
killParsersAt(faults);

void import('../../src/main.js');
