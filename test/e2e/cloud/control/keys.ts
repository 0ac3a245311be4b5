/** AWS's own key for EBS, which everybody may use who may attach a volume. */
const AWS_KEY = 'alias/aws/ebs';

/** Of what account and region a key is. */
interface Place { readonly account: string; readonly region: string }

/** The key of the account's own choice that encrypts every volume for which no key is named, as it is where teams are told to use keys of their own. */
export function defaultKey({ account, region }: Place): string {
  return `arn:aws:kms:${region}:${account}:key/12345678-1234-1234-1234-123456789012`;
}

/** The customer's key, of another account, of the bucket in which the CDK keeps the files of apps; none of other buckets. */
export function keyOfBucket(bucket: string, { region }: Place): string | undefined {
  return bucket.startsWith('cdk-') ? `arn:aws:kms:${region}:333333333333:key/87654321-4321-4321-4321-210987654321` : undefined;
}

/** The key of a volume that a role must be allowed to make grants on before it attaches the volume; none if it is AWS's own. */
export function keyToGrant(kmsKeyId: string | undefined, place: Place): string | undefined {
  return kmsKeyId === AWS_KEY ? undefined : kmsKeyId ?? defaultKey(place);
}

/** Fails if EC2 Auto Scaling may not use the key of a volume that is made with an instance: its role may use AWS's own one only. */
export function checkLaunch(mappings: { Ebs?: { Encrypted?: boolean; KmsKeyId?: string } }[] = []): void {
  for (const { Ebs } of mappings) {
    if (Ebs?.KmsKeyId === undefined) {
      throw new Error("Client.InternalError: Client error on launch: the account's default key is a customer's, which the service-linked role of EC2 Auto Scaling may not use");
    }
    if (Ebs.KmsKeyId !== AWS_KEY) { throw new Error(`the policy of the key ${Ebs.KmsKeyId} is not played here`); }
  }
}
