/**
 * What is wrong with the body of a dashboard, by what CloudWatch documents.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function bodyProblems(body: any): string[] {
  if (!Array.isArray(body.widgets) || body.widgets.length > 500) { return ['widgets must be a list of at most 500']; }
  return [
    ...foreignKeys(body, ['widgets', 'start', 'end', 'periodOverride', 'variables']).map(key => `the body has ${key}`),
    ...body.widgets.flatMap((widget: any, i: number) => widgetProblems(widget).map(problem => `widget ${i}: ${problem}`)),
    ...overlaps(body.widgets),
  ];
}

const within = (value: unknown, from: number, to = Infinity) => Number.isInteger(value) && (value as number) >= from && (value as number) <= to;
const foreignKeys = (value: object, known: string[]) => Object.keys(value).filter(key => !known.includes(key));

function widgetProblems({ type, x, y, width, height, properties, ...rest }: any): string[] {
  return [
    ...Object.keys(rest).map(key => `it has ${key}`),
    ...['metric', 'text', 'log', 'alarm', 'explorer', 'chart'].includes(type) ? [] : [`it is of type ${type}`],
    ...within(x, 0, 23) && within(y, 0) && within(width, 1, 24) && within(height, 1, 1000) && x + width <= 24 ? [] : [`it is at ${x}, ${y}, ${width} × ${height}`],
    ...type === 'metric' ? metricProblems(properties) : type === 'text' ? textProblems(properties) : [`no properties of ${type} are known to this test`],
  ];
}

function textProblems({ markdown, background, ...rest }: any): string[] {
  return [
    ...typeof markdown === 'string' && markdown !== '' ? [] : ['it has no markdown'],
    ...background === undefined || ['transparent', 'solid'].includes(background) ? [] : [`its background is ${background}`],
    ...Object.keys(rest).map(key => `its text has ${key}`),
  ];
}

const METRIC_KEYS = ['accountId', 'annotations', 'labels', 'legend', 'liveData', 'metrics', 'period', 'region', 'setPeriodToTimeRange', 'sparkline', 'stacked', 'stat', 'table', 'timezone', 'title', 'trend', 'view', 'yAxis', 'singleValueFullPrecision'];

function metricProblems(properties: any): string[] {
  const { metrics, annotations, view, stacked, region, title, period, yAxis = {}, legend = {} } = properties;
  return [
    ...foreignKeys(properties, METRIC_KEYS).map(key => `its properties have ${key}`),
    ...Array.isArray(metrics) || annotations ? [] : ['it has neither metrics nor annotations'],
    ...metrics === undefined || within(metrics.length, 1, 500) ? [] : [`it has ${metrics.length} metrics`],
    ...[undefined, 'timeSeries', 'singleValue', 'gauge', 'bar', 'pie', 'table'].includes(view) ? [] : [`its view is ${view}`],
    ...[undefined, true, false].includes(stacked) ? [] : [`stacked is ${stacked}`],
    ...typeof region === 'string' && region !== '' ? [] : ['it has no region'],
    ...title === undefined || typeof title === 'string' ? [] : ['its title is no text'],
    ...period === undefined || isPeriod(period) ? [] : [`its period is ${period}`],
    ...foreignKeys(yAxis, ['left', 'right']).map(key => `its axis is ${key}`),
    ...foreignKeys(legend, ['position']).map(key => `its legend has ${key}`),
    ...(metrics ?? []).flatMap(entryProblems),
  ];
}

const isPeriod = (period: unknown) => [1, 5, 10, 20, 30].includes(period as number) || within(period, 60) && (period as number) % 60 === 0;

const OPTION_KEYS = ['accountId', 'color', 'expression', 'id', 'label', 'period', 'region', 'stat', 'visible', 'yAxis', 'searchable'];

/** A list of texts, namespace, name, and dimensions by name and value, with options in the end; or options with an expression. */
function entryProblems(entry: unknown[]): string[] {
  if (!Array.isArray(entry) || entry.length === 0) { return ['a metric is no list']; }
  const last: any = entry.at(-1);
  const options: any = typeof last === 'object' ? last : {};
  const texts = typeof last === 'object' ? entry.slice(0, -1) : entry;
  const isExpression = options.expression !== undefined;
  return [
    ...foreignKeys(options, OPTION_KEYS).map(key => `a metric has the option ${key}`),
    ...texts.every(text => typeof text === 'string' && text !== '') ? [] : ['a metric has what is no text'],
    ...isExpression ? texts.length === 0 ? [] : ['an expression has a name, too'] : texts.length >= 2 && texts.length % 2 === 0 ? [] : [`a metric has ${texts.length} texts`],
    ...options.period === undefined || isPeriod(options.period) ? [] : [`a metric has the period ${options.period}`],
    ...options.id === undefined || /^[a-z]\w*$/.test(options.id) ? [] : [`a metric has the id ${options.id}`],
  ];
}

function overlaps(widgets: any[]): string[] {
  const meet = (a: any, b: any) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
  return widgets.flatMap((widget, i) => widgets.slice(0, i).filter(other => meet(widget, other)).map(other => `widgets at ${widget.x}, ${widget.y} and ${other.x}, ${other.y} overlap`));
}
