import { Contract, contractOfJson, isContractJson } from './contracts';
import { UserError } from './findings';
import { readJson } from './template';

/** A contract as a consumer's repository has it. */
export function readContractFile(path: string): Contract {
  const contract = readJson(path);
  if (!isContractJson(contract) || typeof contract.region !== 'string') {
    throw new UserError(`${path} is no contract: it has no listeners, brokerIds and region`);
  }
  return contractOfJson(contract, path);
}
