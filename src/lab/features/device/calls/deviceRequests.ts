/** The fields of requests about the device. */
import { flag, type Requests } from '#lab/worker/requests.ts';

export const deviceRequests: Requests<'device.tested' | 'device.measure'> = {
	'device.tested': null,
	'device.measure': { onlyTest: flag },
};
