import { createSocket } from 'node:dgram';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Listeners on loopback that count whatever reaches them. */
export interface NetworkTrap {
  readonly httpPort: number;
  readonly udpPort: number;
  /** TCP connections, with or without a request: a browser may connect ahead of time. */
  readonly connections: () => number;
  /** HTTP requests, which carry data out. */
  readonly requests: () => number;
  readonly datagrams: () => number;
  close(): Promise<void>;
}

/** Opens a TCP and a UDP listener; the TCP one answers every HTTP request so that a browser would see it succeed. */
export async function openNetworkTrap(): Promise<NetworkTrap> {
  let connections = 0;
  let requests = 0;
  let datagrams = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'text/html' });
    response.end('<title>outside</title>reached');
  });
  server.on('connection', () => {
    connections += 1;
  });
  const socket = createSocket('udp4');
  socket.on('message', () => {
    datagrams += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    httpPort: (server.address() as AddressInfo).port,
    udpPort: socket.address().port,
    connections: () => connections,
    requests: () => requests,
    datagrams: () => datagrams,
    close: async () => {
      socket.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
