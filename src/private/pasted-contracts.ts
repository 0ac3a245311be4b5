/** What a person meant who gave this text as a contract, which is no JSON or no contract; undefined if nobody knows. */
export function pastedContract(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') { return 'it is empty: the command that wrote it found nothing'; }
  return TEXTS.find(([form]) => form.test(trimmed))?.[1];
}

/** Forms of a text, and what is wrong with it. */
const TEXTS: [RegExp, string][] = [
  [/^"?none"?$/i, 'is "None", which the AWS CLI prints if there is no output of that name; look at all of them: '
    + 'aws cloudformation describe-stacks --stack-name <stack> --query "Stacks[0].Outputs"'],
  [/^(undefined|NaN)$/, 'is what a program prints that found nothing: look for the name of the output, '
    + 'or of the key in a file of outputs'],
  [/^\[object \w+\]$/, 'is what JavaScript makes of an object in a text; give JSON.stringify() of it'],
  [/^(An error occurred|Error\b|error:|usage:)/, 'is an error message, of the command that should have fetched the contract'],
  [/^(com|cn\.com)\.amazonaws\.vpce\./, 'is the name of an endpoint service, and a contract says more; '
    + "save the value of the provider's contract output, or give the name by 'serviceName' or withServiceName()"],
  [/^arn:/, "is an ARN; give what is in that resource: the value of the provider's contract output"],
  [/^(file:|https?:|s3:)/i, 'is an address; fetch what is there, and read it by KafkaServiceContract.fromFile()'],
  [/^[^\s{}"]+\.json$/i, 'is the name of a file; read it by KafkaServiceContract.fromFile()'],
  [/^<[!?\w]/, 'is XML or HTML, perhaps the page of a login; fetch the JSON itself'],
  [/^\{\s*'/, "has single quotes, as Python prints a dictionary; give json.dumps() of it, or the value of the provider's output"],
  [/^(---\s|[A-Za-z]\w*:\s)/, "is YAML; save the value of the provider's contract output as it is, which is JSON"],
  [/^[a-z][\w.-]*\.[\w.-]+(:\d+)?(,[\w.-]+:\d+)*$/i, "is not JSON but a name; give the value of the provider's contract output"],
];

/** What a person meant who gave this JSON, which has no version; undefined if nobody knows. */
export function pastedDocument(document: object): string | undefined {
  const keys = Object.keys(document);
  if (keys.includes('OutputValue')) { return "is an output with its key; save its 'OutputValue' alone"; }
  if (keys.includes('Stacks')) { return "is the answer of describe-stacks; save the contract output's 'OutputValue' alone"; }
  if (keys.includes('Parameter')) {
    return "is the answer of get-parameter; save 'Parameter.Value' alone, "
      + 'or read it by KafkaServiceContract.fromParameterLookup()';
  }
  return undefined;
}
