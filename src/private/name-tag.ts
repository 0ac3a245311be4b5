import { CfnTag, TagManager } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { deployedName } from './stack-path';

/**
 * Characters of a tag's value, and those that it can't have.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-tags.html
 */
const MAX_VALUE = 255;
const FOREIGN = /[^\p{L}\p{Z}\p{N}_.:/=+@-]/gu;

/** The tag that the console shows as a resource's name. */
export function nameTag(name: string): CfnTag {
  return { key: 'Name', value: name.replace(FOREIGN, '-').slice(-MAX_VALUE) };
}

/** Names what a construct has made after the construct, in its stack. A `Name` that the app gives by `Tags.of()` wins. */
export function nameAfter(construct: IConstruct, ...made: IConstruct[]): void {
  const { key, value } = nameTag(deployedName(construct));
  for (const { node: { defaultChild } } of made) {
    TagManager.of(defaultChild)!.setTag(key, value, 0);
  }
}
