import { readFileSync } from 'fs';
import { dirname, join } from 'path';
import type { Stack } from '../../../cli/assembly/template';

/** What a stack's deployment puts into buckets before it begins, by `bucket/key`: each file of its asset manifests to each of its destinations, as `cdk deploy` does. */
export function publishedFiles({ account, region, assetManifests = [] }: Stack): Map<string, Buffer> {
  const place = (text: string) => text.replaceAll('${AWS::AccountId}', account).replaceAll('${AWS::Region}', region).replaceAll('${AWS::Partition}', 'aws');
  return new Map(assetManifests.flatMap(manifest => {
    const { files = {} } = JSON.parse(readFileSync(manifest, 'utf8'));
    return Object.values<any>(files).flatMap(({ source, destinations }) => {
      if (source.packaging !== 'file') { throw new Error(`an asset of the packaging ${source.packaging} is not played here`); }
      const content = readFileSync(join(dirname(manifest), source.path));
      return Object.values<any>(destinations).map(({ bucketName, objectKey }) => [place(`${bucketName}/${objectKey}`), content] as const);
    });
  }));
}
