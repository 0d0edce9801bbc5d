/**
 * A trainer that recovers from a lost device. It opens a new device and restores the run's last
 * checkpoint. It repeats the steps since then without reporting them, because their bits are equal,
 * and then the interrupted call. The caller only waits longer.
 */
import { lowest } from '#engine/core/statistics.ts';
import { DeviceLostError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { nextTask, unlessAborted } from '#engine/core/nextTask.ts';
import type { RunEvent } from '#lab/training/events.ts';
import type { StepReceiver } from '#lab/training/ReadAhead.ts';
import type { PolicySegment, RunSettings } from '#lab/training/runSettings.ts';
import type { Trainer, TrainerState } from '#lab/training/trainer.ts';
import type { PreparedRun, RunParts } from './runParts.ts';
import type { RunWatcher } from './runStatus.ts';
import {
	asLoss,
	deviceWords,
	lossBehind,
	toReason,
	type TrainingDevice,
} from './trainingDevice.ts';

/** The start of a trainer. */
interface TrainerStart {
	readonly settings: RunSettings;
	readonly restored?: TrainerState | undefined;
}

interface Parts extends Pick<RunParts, 'openDevice' | 'createTrainer' | 'openArtefact'> {
	readonly prepared: PreparedRun;
	/** The stored state of the run, from which the trainer recovers. */
	readonly stored: () => Promise<TrainerStart>;
	readonly watcher: Pick<RunWatcher, 'progress' | 'progressEnded'>;
}

/** After this many losses in a row, without an answer in between, the processor trains. */
const maxLosses = 3;

export class RecoveringTrainer {
	readonly #parts: Parts;
	#trainer: Trainer | undefined;
	#device: TrainingDevice | undefined;
	/** The last lost device and the reason, until another device replaces it. */
	#lost: { readonly device: TrainingDevice | undefined; readonly why: DeviceLostError } | undefined;
	/** Steps whose events were reported. */
	#step: number;
	/** Switches to repeat at their steps. Repeating a stored switch changes nothing. */
	#switches: readonly PolicySegment[] = [];
	#backend = '';
	#deviceWords = '';
	/** Called when a policy's preparation has saved its progress. */
	onKept: () => void = () => undefined;

	private constructor(parts: Parts, step: number) {
		this.#parts = parts;
		this.#step = step;
	}

	static async open(parts: Parts, from: TrainerStart): Promise<RecoveringTrainer> {
		const trainer = new RecoveringTrainer(parts, from.restored?.step ?? 0);
		await trainer.ask(async () => undefined, undefined, from);
		return trainer;
	}

	/** Completed steps. */
	get step(): number {
		return this.#step;
	}
	/** Backend of the current or the last device. */
	get backend(): string {
		return this.#backend;
	}
	/** The same device in words, for the run's record. */
	get device(): string {
		return this.#deviceWords;
	}

	/** Like Trainer.next(): one step, or several up to `until`. `cut` ends a policy's preparation. */
	async next(
		until: number,
		cut: AbortSignal,
		receiver: StepReceiver,
	): Promise<readonly RunEvent[]> {
		const next = async (trainer: Trainer) => {
			const device = this.#device;
			// An abandoned trainer may still answer.
			const isUsed = () => this.#device === device;
			const events = await trainer.next(until, cut, {
				goesOn: () => isUsed() && receiver.goesOn(),
				report: (early) => {
					if (!isUsed()) return;
					this.#step = early.at(-1)!.step;
					receiver.report(early);
				},
			});
			return { events, step: trainer.step };
		};
		const { events, step } = await this.ask(next, cut);
		this.#step = step;
		return events;
	}

	/** Takes effect at the next step. Throws InputError and then changes nothing. */
	async switchPolicy(segment: Omit<PolicySegment, 'fromStep'>): Promise<PolicySegment> {
		const placed = await this.ask(async (trainer) => trainer.switchPolicy(segment));
		this.#switches = [...this.#switches, placed];
		return placed;
	}
	dispose(): void {
		this.#trainer?.dispose();
		this.#trainer = undefined;
	}

	/** Repeats the call until a device survives it. The reason of `signal` ends the repetition. */
	async ask<T>(
		work: (trainer: Trainer) => Promise<T>,
		signal?: AbortSignal,
		from?: TrainerStart,
	): Promise<T> {
		for (let losses = 1; ; losses++) {
			try {
				const { trainer, device } = await this.#onDevice(from, losses > maxLosses);
				return await unlessAborted(work(trainer), device.lost);
			} catch (error) {
				if (signal?.aborted && error === signal.reason) throw error;
				const why = await lossBehind(error, this.#device);
				if (why) this.#leave(why);
				if (why && losses <= maxLosses) continue;
				if (this.#lost) this.#parts.watcher.progressEnded();
				throw why ? lostTooOften(why) : error;
			}
		}
	}

	async #onDevice(
		from: TrainerStart | undefined,
		isLast: boolean,
	): Promise<{ trainer: Trainer; device: TrainingDevice }> {
		if (this.#device?.lost.aborted) this.#leave(asLoss(this.#device.lost.reason));
		if (this.#trainer && this.#device) return { trainer: this.#trainer, device: this.#device };
		const { openDevice, prepared, stored } = this.#parts;
		const start = from ?? (await stored());
		const work = { model: prepared.model, sizes: start.settings.batching };
		const device = await openDevice(this.#lost?.device, isLast ? 'wasm' : undefined, work);
		this.#device = device;
		const trainer = await this.#make(device, start);
		this.#trainer = trainer;
		this.#backend = device.compute.report.backend;
		this.#deviceWords = deviceWords(device.compute.report);
		if (this.#lost) this.#parts.watcher.progressEnded();
		this.#lost = undefined;
		return { trainer, device };
	}

	async #make(device: TrainingDevice, start: TrainerStart): Promise<Trainer> {
		const { prepared, createTrainer, openArtefact, watcher } = this.#parts;
		this.#tell(start.restored?.step ?? 0, null);
		const making = createTrainer({
			...prepared,
			device: device.compute,
			settings: start.settings,
			openArtefact,
			onKept: () => {
				if (this.#device === device) this.onKept();
			},
			...(start.restored && { restored: start.restored }),
			stepsBeforeLoss: this.#step,
			// Reports only the recovery while it runs, and nothing from an abandoned trainer.
			onProgress: (label, fraction) => {
				if (this.#device === device && !this.#lost) watcher.progress(label, fraction);
			},
		});
		try {
			const trainer = await unlessAborted(making, device.lost);
			await this.#catchUp(trainer, device);
			return trainer;
		} catch (error) {
			// The trainer may still arrive after the loss that ended the wait.
			making.then(
				(trainer) => trainer.dispose(),
				() => undefined,
			);
			throw error;
		}
	}

	/** Repeats the steps and switches since the last checkpoint. */
	async #catchUp(trainer: Trainer, { lost }: TrainingDevice): Promise<void> {
		const from = trainer.step;
		for (;;) {
			for (const { fromStep, ...segment } of this.#switches)
				if (fromStep === trainer.step) trainer.switchPolicy(segment);
			if (trainer.step >= this.#step) return;
			this.#tell(from, (trainer.step - from) / (this.#step - from));
			await unlessAborted(trainer.next(this.#nextSwitch(trainer.step)), lost);
			// Lets the worker answer calls in between.
			await nextTask();
		}
	}

	/** The last step that may follow `done` at once: the last reported one, or the next switch. */
	#nextSwitch(done: number): number {
		const later = this.#switches.map(({ fromStep }) => fromStep).filter((step) => step > done);
		return Math.min(this.#step, lowest(later));
	}

	#tell(from: number, fraction: number | null): void {
		if (!this.#lost) return;
		const values = { reason: toReason(this.#lost.why), step: from };
		this.#parts.watcher.progress({ id: 'device.recovering', values }, fraction);
	}

	#leave(why: DeviceLostError): void {
		this.dispose();
		// No device is open: keep excluding the one that was lost.
		this.#lost = { device: this.#device ?? this.#lost?.device, why };
		this.#device = undefined;
	}
}

const lostTooOften = (why: DeviceLostError): DeviceLostError =>
	new DeviceLostError(
		say(
			'The GPU was lost {mostLosses} times in a row ({why}). Close other pages and programs that use it.',
			{ mostLosses: maxLosses, why: toReason(why) },
		),
		why.data,
		{ cause: why },
	);
