/** The dialog about the device: whether it is open, and the last measurement. */
import { Attempt } from '#lab/page/state/Attempt.svelte.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { deviceTask } from '../calls/deviceCalls.ts';
import type { Measurement } from '../model/measurement.ts';
import { deviceWords as words } from '../words.ts';

export class DeviceState extends Attempt {
	isOpen = $state(false);
	measurement: Measurement | null = $state.raw(null);

	constructor(private readonly lab: Pick<LabState, 'client' | 'notices'>) {
		super();
		void this.#sayIfFailed();
	}

	/** Null while nothing is measured. */
	get task() {
		return this.lab.notices.tasks.find(({ id }) => id === deviceTask) ?? null;
	}

	async measure(onlyTest: boolean): Promise<void> {
		const measured = await this.run(() => this.lab.client['device.measure']({ onlyTest }));
		this.measurement = measured ?? this.measurement;
	}
	cancel(): void {
		void this.lab.client['task.cancel']({ task: deviceTask });
	}

	async #sayIfFailed(): Promise<void> {
		const tested = await this.lab.client['device.tested']();
		if (tested?.outcome !== 'failed') return;
		this.lab.notices.say(() => ({
			level: 'warning',
			message: words.failed,
			advice: words.failedMend,
			action: {
				label: words.openReport,
				run: () => {
					this.isOpen = true;
					void this.measure(true);
				},
			},
		}));
	}
}
