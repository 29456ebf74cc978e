import { Global, Module } from '@nestjs/common';
import { DnsHostResolver } from './dns.host-resolver';
import { HostResolver } from './host-resolver';
import { NodeSafeHttp } from './node.safe-http';
import { OutboundTargets } from './outbound-targets';
import { SafeHttp } from './safe-http';

@Global()
@Module({
  providers: [
    OutboundTargets,
    { provide: HostResolver, useFactory: () => new DnsHostResolver() },
    { provide: SafeHttp, useClass: NodeSafeHttp },
  ],
  exports: [SafeHttp],
})
export class OutboundModule {}
