import { Resolver } from '../../../cli/assembly/resolve';
import { Stack } from '../../../cli/assembly/template';

function stack(name: string, template: Partial<Stack['template']> = {}, region = 'eu-west-1'): Stack {
  return { name, account: '111111111111', region, template: { Resources: { Thing: { Type: 'T' } }, ...template } };
}

const MAIN = stack('Main', {
  Mappings: { Sizes: { small: { cpu: 2 } } },
  Parameters: { Given: { Type: 'String', Default: 'x' }, List: { Type: 'CommaDelimitedList', Default: 'a,b' }, Open: { Type: 'String' }, Ami: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/p' } },
});

function resolve(value: unknown, others: Stack[] = []) {
  const valueOf = (resource: { label: string }, attribute?: string) => attribute === 'Names' ? ['Z1:regional', 'Z1:zonal'] : `<${resource.label}${attribute ? `.${attribute}` : ''}>`;
  return new Resolver([MAIN, ...others], valueOf).resolve(MAIN, value, 'Main.X.P');
}

test.each<[unknown, unknown]>([
  [{ Ref: 'Thing' }, '<Main.Thing>'],
  [{ Ref: 'Given' }, 'x'],
  [{ Ref: 'List' }, ['a', 'b']],
  [{ Ref: 'AWS::Region' }, 'eu-west-1'],
  [{ Ref: 'AWS::AccountId' }, '111111111111'],
  [{ Ref: 'AWS::Partition' }, 'aws'],
  [{ 'Fn::GetAtt': ['Thing', 'GroupId'] }, '<Main.Thing.GroupId>'],
  [{ 'Fn::GetAtt': 'Thing.Outputs.Name' }, '<Main.Thing.Outputs.Name>'],
  [{ 'Fn::Join': ['-', ['a', { Ref: 'Given' }]] }, 'a-x'],
  [{ 'Fn::Join': ['-', { Ref: 'List' }] }, 'a-b'],
  [{ 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::Select': ['0', { 'Fn::GetAtt': ['Thing', 'Names'] }] }] }] }, 'regional'],
  [{ 'Fn::Sub': '${Given}/${Thing}/${Thing.Arn}/${AWS::Region}/${!Literal}' }, 'x/<Main.Thing>/<Main.Thing.Arn>/eu-west-1/${Literal}'],
  [{ 'Fn::Sub': ['${Own}', { Own: { Ref: 'Given' } }] }, 'x'],
  [{ 'Fn::FindInMap': ['Sizes', 'small', 'cpu'] }, 2],
  [{ 'Fn::Select': [2, { 'Fn::GetAZs': '' }] }, 'eu-west-1c'],
  [{ a: { Ref: 'AWS::NoValue' }, b: [{ Ref: 'Given' }, { Ref: 'AWS::NoValue' }] }, { b: ['x'] }],
])('%j becomes %j', (value, expected) => {
  expect(resolve(value)).toEqual(expected);
});

test('an import is the export of a stack of the same account and region', () => {
  const exporter = (name: string, region: string) => stack(name, { Outputs: { Out: { Value: { Ref: 'Thing' }, Export: { Name: { 'Fn::Sub': 'shared' } } } } }, region);
  expect(resolve({ 'Fn::Join': ['', ['id ', { 'Fn::ImportValue': 'shared' }]] }, [exporter('Far', 'us-east-1'), exporter('Near', 'eu-west-1')])).toBe('id <Near.Thing>');
  expect(() => resolve({ 'Fn::ImportValue': 'shared' }, [exporter('Far', 'us-east-1')])).toThrow('Main.X.P: Fn::ImportValue names shared, which no stack of account 111111111111 in eu-west-1 exports');
});

test.each<[unknown, string]>([
  [{ 'Fn::Cidr': ['10.0.0.0/16', 2, 8] }, 'Main.X.P: the intrinsic function Fn::Cidr is not known to the local cluster'],
  [{ a: [{ 'Fn::If': ['C', 1, 2] }] }, 'Main.X.P.a[0]: the intrinsic function Fn::If is not known to the local cluster'],
  [{ Ref: 'Nothing' }, 'Main.X.P: Ref names Nothing, which is not a resource or parameter of Main'],
  [{ Ref: 'AWS::NotificationARNs' }, 'the pseudo parameter AWS::NotificationARNs is not known to the local cluster'],
  [{ Ref: 'Open' }, 'the value of the parameter Open (String) is known at deployment only'],
  [{ Ref: 'Ami' }, 'the value of the parameter Ami (AWS::SSM::Parameter::Value<String>) is known at deployment only'],
  [{ 'Fn::GetAtt': ['Nothing', 'Arn'] }, 'Main.X.P: Fn::GetAtt names Nothing, which is not a resource of Main'],
  [{ 'Fn::Select': [2, ['a', 'b']] }, 'Main.X.P: Fn::Select takes number 2 of 2: ["a","b"]'],
  [{ 'Fn::FindInMap': ['Sizes', 'large', 'cpu'] }, 'Main.X.P: Fn::FindInMap finds nothing at Sizes.large.cpu'],
  [{ Ref: {} }, 'Main.X.P: Ref cannot take {}'],
  [{ 'Fn::GetAtt': {} }, 'Main.X.P: Fn::GetAtt cannot take {}'],
  [{ 'Fn::Join': 'ab' }, 'Main.X.P: Fn::Join cannot take "ab"'],
])('%j is an error that names it', (value, message) => {
  expect(() => resolve(value)).toThrow(message);
});
