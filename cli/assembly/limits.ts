import type { Findings } from './findings';
import type { LoadBalancer } from './model';
import type { Assembly } from './template';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const TEMPLATE_BYTES = 1_000_000;
const RESOURCES = 500;
/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-limits.html */
const LISTENERS = 50;

/** What CloudFormation takes of a template, in the form in which the CDK writes it. */
export function checkTemplates({ stacks }: Assembly, findings: Findings): void {
  for (const { name, template } of stacks) {
    const bytes = Buffer.byteLength(JSON.stringify(template, undefined, 1));
    if (bytes > TEMPLATE_BYTES) { findings.add('template-size', `${name}: its template has ${bytes} bytes, CloudFormation takes ${TEMPLATE_BYTES}`); }
    const resources = Object.keys(template.Resources).length;
    if (resources > RESOURCES) { findings.add('resource-count', `${name}: its template has ${resources} resources, CloudFormation takes ${RESOURCES}`); }
  }
}

export function checkListeners(loadBalancers: LoadBalancer[], findings: Findings): void {
  for (const { label, listeners } of loadBalancers.filter(each => each.listeners.length > LISTENERS)) {
    findings.add('listener-quota', `${label}: it has ${listeners.length} listeners, AWS takes ${LISTENERS}`);
  }
}
