import type { Plan } from '../../../cli/plan/model';
import { planOf } from '../../../cli/plan/read';
import { assembly } from '../fixture';

/** A name that is markup, a script, a link, a table cell and a fence, in whatever it is written into. */
export const HOSTILE = '</text></script><script>alert(1)</script><img src=x onerror="alert(2)">]]>|`"\'--> [a](javascript:alert(3)) *b* #quot; ;end\n```\r\u202e\u0000';

/** A plan in which every text is hostile that may be of a template: the names of limits and of what is paid for are ours. */
export function hostilePlan(): Plan {
  const plan = planOf(assembly());
  const [loadBalancer] = plan.loadBalancers;
  const spoiled = spoil<Plan>({
    ...plan,
    loadBalancers: [{
      ...loadBalancer,
      inbound: [{ group: 'g', direction: 'in', what: 'TCP 1', peer: 'p' }],
      companions: [{ name: 'registry', protocol: 'HTTPS', port: 20900, advertised: 'registry:20900', targets: [], resources: ['r'] }],
      otherPorts: [{ port: 1, targets: [{ address: 'a', port: 2 }], resources: ['r'] }],
    }],
  });
  return {
    ...spoiled,
    headRoom: spoiled.headRoom.map((one, i) => ({ ...one, limit: plan.headRoom[i].limit })),
    costs: spoiled.costs.map((one, i) => ({ ...one, what: plan.costs[i].what })),
  };
}

function spoil<T>(value: T): T {
  if (typeof value === 'string') { return (['in', 'out', 'broker', 'load balancer'].includes(value) ? value : `${value}${HOSTILE}`) as T; }
  if (Array.isArray(value)) { return value.map(spoil) as T; }
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, spoil(item)])) as T : value;
}
