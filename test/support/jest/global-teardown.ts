import { stopTestCluster } from './test-cluster';

module.exports = stopTestCluster;
