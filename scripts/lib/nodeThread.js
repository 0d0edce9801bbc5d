/** A helper thread of the software path in Node: its entry is plain JavaScript, because a worker thread starts without a loader for TypeScript. */
import { parentPort, workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
const { serveThread } = await import('../../src/gpu/wasm/threadPool.ts');
await serveThread(workerData, () => parentPort?.postMessage('ready'));
