import { readFileSync } from 'fs';
import { join } from 'path';

/** What a stack's deployment puts into buckets before it begins, by `bucket/key`. */
export type PublishedFiles = Map<string, Buffer>;

/**
 * Does what `cdk deploy` does with the asset manifest of a stack: each file goes to each of its destinations.
 *
 * @param artifacts those of the assembly's manifest
 * @param stack where the stack goes
 */
export function publishedFiles(
  directory: string, artifacts: { [id: string]: any }, dependencies: string[], { account, region }: { account: string; region: string },
): PublishedFiles {
  const place = (text: string) => text.replaceAll('${AWS::AccountId}', account).replaceAll('${AWS::Region}', region).replaceAll('${AWS::Partition}', 'aws');
  const manifests = dependencies.map(id => artifacts[id]).filter(({ type }) => type === 'cdk:asset-manifest')
    .map(({ properties }) => JSON.parse(readFileSync(join(directory, properties.file), 'utf8')));
  return new Map(manifests.flatMap(({ files = {} }) => Object.values<any>(files)).flatMap(({ source, destinations }) => {
    if (source.packaging !== 'file') { throw new Error(`an asset of the packaging ${source.packaging} is not played here`); }
    const content = readFileSync(join(directory, source.path));
    return Object.values<any>(destinations).map(({ bucketName, objectKey }) => [place(`${bucketName}/${objectKey}`), content] as const);
  }));
}
