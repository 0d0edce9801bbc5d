/** The dialog about the device: whether it is open, and the last measurement. */
import { messageOf, isAbort } from '#core/errors.ts';
import type { LabState } from '#page/state/LabState.svelte.ts';
import { deviceTask } from '../calls/deviceCalls.ts';
import type { Measurement } from '../model/measurement.ts';
import { deviceWords as words } from '../words.en.ts';

export class DeviceState {
	isOpen = $state(false);
	running = $state(false);
	/** The reason why the last measurement failed; empty: it did not. */
	problem = $state('');
	measurement: Measurement | null = $state.raw(null);

	constructor(private readonly lab: Pick<LabState, 'client' | 'notices'>) {
		void this.#sayIfFailed();
	}

	/** Null while nothing is measured. */
	get task() {
		return this.lab.notices.tasks.find(({ id }) => id === deviceTask) ?? null;
	}

	async measure(onlyTest: boolean): Promise<void> {
		this.running = true;
		this.problem = '';
		try {
			this.measurement = await this.lab.client['device.measure']({ onlyTest });
		} catch (error) {
			if (!isAbort(error)) this.problem = messageOf(error);
		} finally {
			this.running = false;
		}
	}
	cancel(): void {
		void this.lab.client['task.cancel']({ task: deviceTask });
	}

	async #sayIfFailed(): Promise<void> {
		const tested = await this.lab.client['device.tested']();
		if (tested?.outcome !== 'failed') return;
		this.lab.notices.say({
			level: 'warning',
			message: words.failed,
			mend: words.failedMend,
			action: {
				label: words.openReport,
				run: () => {
					this.isOpen = true;
					void this.measure(true);
				},
			},
		});
	}
}
