/** The fields of requests about the device. */
import { flag, type Requests } from '#lab/worker/requests.ts';
import type { DeviceCalls } from './deviceCalls.ts';

export const deviceRequests: Requests<DeviceCalls> = {
	'device.tested': null,
	'device.measure': { onlyTest: flag },
};
