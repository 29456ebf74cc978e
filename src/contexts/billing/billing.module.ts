import { Module } from '@nestjs/common';
import { GetAllowanceHandler } from './queries/get-allowance.handler';

@Module({ providers: [GetAllowanceHandler] })
export class BillingModule {}
