import { contractProblems } from './contract-problems';
import { Contract, contractOfJson } from './contracts';
import { UserError } from './findings';
import { readJson } from './json-file';

/** A contract as a consumer's repository has it. */
export function readContractFile(path: string): Contract {
  const contract = readJson(path);
  const problems = [...contractProblems(contract), ...typeof contract?.region === 'string' ? [] : ['it has no region']];
  if (problems.length > 0) { throw new UserError(`${path} is not a contract: ${problems.join('; ')}`); }
  return contractOfJson(contract, path);
}
