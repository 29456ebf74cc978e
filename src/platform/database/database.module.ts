import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Runtime } from '../runtime';
import { createDataSourceOptions } from './data-source';
import { Database } from './database';

@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [Runtime],
      useFactory: (runtime: Runtime) => createDataSourceOptions(runtime.ownerUrl, runtime.settings.database),
    }),
  ],
  providers: [Database],
  exports: [Database],
})
export class DatabaseModule {}
