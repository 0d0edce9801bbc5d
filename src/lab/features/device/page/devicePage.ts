/** Page entry of the device feature. */
import { withProps, type CreatePage } from '#lab/page/shell/feature.ts';
import DeviceDialog from './DeviceDialog.svelte';
import { DeviceState } from './DeviceState.svelte.ts';

export const createPage: CreatePage = ({ lab }) => {
	const device = new DeviceState(lab);
	return {
		overlay: withProps(DeviceDialog, { device }),
		openDialog: () => void (device.isOpen = true),
	};
};
