import type { Findings } from './findings';
import type { LoadBalancer } from './model';
import { QUOTAS, templateBytes } from './quotas';
import type { Assembly } from './template';

/** What CloudFormation takes of a template, in the form in which the CDK writes it. */
export function checkTemplates({ stacks }: Assembly, findings: Findings): void {
  for (const { name, template } of stacks) {
    const bytes = templateBytes(template);
    if (bytes > QUOTAS.templateBytes) {
      findings.add('template-size', `${name}: its template has ${bytes} bytes, CloudFormation takes ${QUOTAS.templateBytes}`);
    }
    const resources = Object.keys(template.Resources).length;
    if (resources > QUOTAS.resources) {
      findings.add('resource-count', `${name}: its template has ${resources} resources, `
        + `CloudFormation takes ${QUOTAS.resources}`);
    }
  }
}

export function checkListeners(loadBalancers: LoadBalancer[], findings: Findings): void {
  for (const { label, listeners } of loadBalancers.filter(each => each.listeners.length > QUOTAS.listeners)) {
    findings.add('listener-quota', `${label}: it has ${listeners.length} listeners, AWS takes ${QUOTAS.listeners}`);
  }
}
