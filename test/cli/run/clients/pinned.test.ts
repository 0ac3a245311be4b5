import manifest from '../../../../cli/run/clients/npm/package.json';
import lock from '../../../../package-lock.json';

test('the npm client that `run` fetches is the one that this repository is tested with', () => {
  expect(manifest.dependencies.kafkajs).toBe(lock.packages['node_modules/kafkajs'].version);
});
