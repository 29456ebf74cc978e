import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';

/** Something inside that nobody outside may reach: it listens on every address of this machine and counts who comes. */
export class CanaryServer {
  hits = 0;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<CanaryServer> {
    const server = createServer((socket) => {
      canary.hits++;
      socket.on('error', () => undefined).resume();
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 6\r\nconnection: close\r\n\r\ncanary');
    });
    const canary = new CanaryServer(server);
    server.listen(0);
    await once(server, 'listening');
    return canary;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.server.close(resolve));
  }
}
