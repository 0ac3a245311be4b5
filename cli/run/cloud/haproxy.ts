import { nodesFor } from '../../assembly/endpoints';
import type { Endpoint, Host, Listener, Target, Topology } from '../../assembly/model';

export const ADMIN_SOCKET = '/run/cloud/haproxy.sock';

/** How much faster than in the template a target is probed. The counts stay, so a target still has to fail as often. */
export const HEALTH_CHECK_SPEED = 20;

/** NLB and endpoint forget a connection that is silent for 350 seconds. */
const IDLE = '350s';

/**
 * The configuration of one HAProxy that is every load balancer node and every endpoint interface. A connection comes to an interface in the
 * consumer's VPC, is handed to the node of the interface's zone, and goes from the node's address to a target.
 */
export function configuration(topology: Topology): string {
  return [
    'global',
    '  log stdout format raw local0 info',
    '  maxconn 1500', // what 4096 open files are enough for, the limit of many a user
    `  stats socket ${ADMIN_SOCKET} mode 600 level admin expose-fd listeners`,
    '',
    'defaults',
    '  mode tcp',
    '  log global',
    '  option tcplog',
    '  timeout connect 2s',
    '  timeout check 1s',
    `  timeout client ${IDLE}`,
    `  timeout server ${IDLE}`,
    '  retries 0', // a load balancer does not try again for its client
    ...topology.endpoints.flatMap(endpointProxies),
    ...topology.loadBalancers.flatMap(({ nodes, listeners }) => nodes.flatMap(node => listeners.flatMap(listener => nodeProxy(node, listener)))),
    '',
  ].join('\n');
}

/** The parts of a configuration that are about ports of the load balancer. */
export function aboutPorts(text: string, ports: number[]): string {
  return text.split('\n\n').filter(section => ports.some(port => new RegExp(`^listen \\S+:${port}$`, 'm').test(section))).join('\n\n');
}

function endpointProxies({ interfaces, service, accepted }: Endpoint): string[] {
  // What nobody accepted leads nowhere.
  return !accepted ? [] : interfaces.flatMap(host => service.loadBalancer.listeners.flatMap(({ port, label }) => [
    '',
    `# ${label}, seen from the consumer's VPC`,
    `listen ${host.name}:${port}`,
    `  bind ${host.address}:${port} namespace ${host.name}`,
    ...nodesFor(host, service.loadBalancer).map(node => `  server ${node.name} ${node.address}:${port} namespace ${node.name}`),
  ]));
}

function nodeProxy(node: Host, { label, port, targetGroup, tls }: Listener): string[] {
  const { healthCheck } = targetGroup;
  const targets = targetGroup.targets
    .filter(({ zone, unused }) => !unused && (targetGroup.crossZone || zone === undefined || zone === node.zone));
  const server = ({ address, port: targetPort }: Target, name: string, options: string) =>
    `  server ${name}${address}:${targetPort} ${address}:${targetPort} namespace ${node.name} source ${node.address}${options}`;
  const check = [
    ` check${healthCheck.port === undefined ? '' : ` port ${healthCheck.port}`}${healthCheck.http?.tls ? ' check-ssl verify none' : ''}`, // AWS trusts any certificate
    `inter ${healthCheck.intervalSeconds * 1000 / HEALTH_CHECK_SPEED}`, `fall ${healthCheck.unhealthyCount}`, `rise ${healthCheck.healthyCount}`,
  ].join(' ');
  return [
    '',
    `# ${label} to ${targetGroup.label}, cross-zone ${targetGroup.crossZone ? 'on' : 'off'}`,
    `listen ${node.name}:${port}`,
    `  bind ${node.address}:${port} namespace ${node.name}${tls ? ` ssl crt ${tls.file} ssl-min-ver ${tls.lowest}` : ''}`,
    '  balance roundrobin',
    '  option allbackups',
    ...healthCheck.http ? [`  option httpchk GET ${healthCheck.http.path}`, `  http-check expect status ${healthCheck.http.codes}`] : [],
    ...targets.map(target => server(target, '', check)),
    // With no healthy target left, a network load balancer sends to all of them.
    ...targets.map(target => server(target, 'fail-open:', ' backup')),
  ];
}
