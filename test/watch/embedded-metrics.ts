/**
 * What is wrong with a line from which CloudWatch is to take metrics.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function metricProblems(line: any): string[] {
  const { Timestamp, CloudWatchMetrics, ...rest } = line._aws ?? {};
  return [
    ...Object.keys(rest).map(key => `_aws has ${key}`),
    ...Number.isInteger(Timestamp) && Timestamp > Date.UTC(2020) ? [] : [`Timestamp is ${Timestamp}`],
    ...Array.isArray(CloudWatchMetrics) && CloudWatchMetrics.length > 0 ? CloudWatchMetrics.flatMap(directive => directiveProblems(line, directive)) : ['there are no metrics'],
  ];
}

const UNITS = ['Seconds', 'Microseconds', 'Milliseconds', 'Bytes', 'Kilobytes', 'Megabytes', 'Percent', 'Count', 'Count/Second', 'None'];

function directiveProblems(line: any, { Namespace, Dimensions, Metrics, ...rest }: any): string[] {
  return [
    ...Object.keys(rest).map(key => `a directive has ${key}`),
    ...typeof Namespace === 'string' && Namespace.length >= 1 && Namespace.length <= 1024 ? [] : [`Namespace is ${Namespace}`],
    ...Array.isArray(Metrics) && Metrics.length <= 100 ? [] : ['Metrics must be a list of at most 100'],
    ...Array.isArray(Dimensions) && Dimensions.every(set => Array.isArray(set) && set.length <= 30) ? [] : ['Dimensions must be lists of at most 30'],
    ...Metrics.flatMap(({ Name, Unit }: any) => [
      ...typeof line[Name] === 'number' && Number.isFinite(line[Name]) ? [] : [`${Name} is ${JSON.stringify(line[Name])}`],
      ...Unit === undefined || UNITS.includes(Unit) ? [] : [`the unit of ${Name} is ${Unit}`],
    ]),
    ...Dimensions.flat().filter((name: string) => typeof line[name] !== 'string' || line[name].length < 1 || line[name].length > 1024)
      .map((name: string) => `the dimension ${name} is ${line[name]}`),
  ];
}
