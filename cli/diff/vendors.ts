import type { Change, Duty } from './change';
import type { Contract, ContractVendor } from '../assembly/contracts';
import { Typed, typedInto, TypedKind } from '../assembly/typed-in';
import type { PlanService, PlanVendor } from '../plan/model';
import { NOT_HERE } from '../plan/words';

const FIRST = 'tell the vendor first';

/** What vendors must be told, who were told what the old contract has. */
export function vendorChanges(before: Contract, now: Contract): Change[] {
  const old = before.vendors ?? [];
  const current = now.vendors ?? [];
  return [
    ...current.flatMap(vendor => {
      const former = old.find(each => isSame(each, vendor)) ?? old.find(({ name }) => name === vendor.name);
      return former ? toldChanges([before, former], [now, vendor]) : [say(vendor, 'nothing', 'it is new: setup() prints what is '
        + 'typed into it')];
    }),
    ...old.filter(vendor => !current.some(({ name }) => name === vendor.name))
      .map(vendor => say(vendor, FIRST, 'it is no longer a vendor of the service: undo it there, as setup() prints it')),
  ];
}

/** A vendor whose principal goes. */
export function principalChanges(old: PlanService | undefined, now: PlanService): Change[] {
  const lost = (vendor: PlanVendor) => vendor.principals
    .filter(each => !now.principals.includes(each) && !each.includes(NOT_HERE));
  return (old?.vendors ?? []).filter(({ name }) => now.vendors.some(vendor => vendor.name === name)).flatMap(vendor =>
    lost(vendor).map(each => say(vendor, FIRST, `it connects as ${each}, which may make no new endpoint`)));
}

type Told = readonly [Contract, ContractVendor];

function toldChanges([before, former]: Told, [now, vendor]: Told): Change[] {
  const old = typedInto(before, former);
  const current = typedInto(now, vendor);
  const isOther = before.serviceName !== undefined && now.serviceName !== undefined && before.serviceName !== now.serviceName;
  if (old.length === 0 && current.length > 0) {
    return [say(vendor, 'nothing', `${vendor.listener} has its name now: setup() prints what is typed in`)];
  }
  return [
    ...isOther ? [say(vendor, FIRST, 'the endpoint service is another one: it gets the new name, and a new endpoint')] : [],
    ...[...new Set([...old, ...current].map(({ what }) => what))].flatMap(what =>
      kindChanges(vendor, old.find(each => each.what === what), current.find(each => each.what === what))),
  ];
}

function kindChanges(vendor: ContractVendor, old: TypedKind | undefined, now: TypedKind | undefined): Change[] {
  const { what, isList } = (now ?? old)!;
  const [left, right] = [old?.values ?? [], now?.values ?? []];
  const added = right.filter(({ value }) => !left.some(each => each.value === value));
  const removed = left.filter(({ value }) => !right.some(each => each.value === value));
  if (added.length === 0 && removed.length === 0) { return []; }
  if (!isList && added.length > 0 && removed.length > 0) {
    return [say(vendor, FIRST, `its ${what} is ${listOf(added)}, and was ${listOf(removed)}`)];
  }
  const untold = added.filter(({ brokerId }) => brokerId === undefined || !vendor.listedBrokerIds?.includes(brokerId));
  const told = added.filter(each => !untold.includes(each));
  return [
    ...untold.length > 0 ? [say(vendor, FIRST, `it keeps ${what}: add ${listOf(untold)}`)] : [],
    ...told.length > 0 ? [say(vendor, 'nothing', `it keeps ${what}, and was told of ${listOf(told)} already`)] : [],
    ...removed.length > 0 ? [say(vendor, 'tell the vendor after', `it keeps ${what}: take out ${listOf(removed)}`)] : [],
  ];
}

function listOf(values: readonly Typed[]): string {
  return values.map(({ value }) => value).join(', ');
}

function isSame(one: ContractVendor, other: ContractVendor): boolean {
  return one.name === other.name && one.listener === other.listener;
}

function say({ name, listener }: { readonly name: string; readonly listener: string }, duty: Duty, what: string): Change {
  return { part: 'vendors', what: `${name} on ${listener}: ${what}`, duty };
}
