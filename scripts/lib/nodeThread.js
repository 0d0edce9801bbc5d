/**
 * Entry of a helper thread of the wasm device in Node.
 * Plain JavaScript, because a worker thread starts without a loader for TypeScript.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
const { serveThread } = await import('../../src/engine/gpu/wasm/threadPool.ts');
await serveThread(workerData, () => parentPort?.postMessage('ready'));
