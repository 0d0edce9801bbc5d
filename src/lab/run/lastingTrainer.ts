/**
 * A trainer that outlives its device. When the device is lost it is made anew, on another device, from what is stored of
 * the run; it repeats the steps since then in silence (their events were told, and are the same bits), and does what
 * it was asked once more. Whoever uses it waits longer, and notices nothing else.
 */
import { DeviceLostError } from '#core/errors.ts';
import type { Json } from '#core/json.ts';
import type { RunEvent } from '#training/events.ts';
import type { PolicySegment, TrainingSettings } from '#training/settings.ts';
import type { Trainer, TrainerOptions, TrainerState } from '#training/trainer.ts';
import { deviceWords } from './deviceWords.ts';
import type { PreparedRun, Report } from './prepareRun.ts';
import { nextTask } from '#core/nextTask.ts';
import { asLoss, lossBehind, reasonOf, type TrainingDevice } from './trainingDevice.ts';
import { unlessAborted } from './unlessAborted.ts';

/** Where a trainer begins. */
export interface TrainerStart {
	readonly settings: TrainingSettings;
	readonly restored?: TrainerState | undefined;
}

export interface LastingTrainerParts {
	readonly prepared: PreparedRun;
	/** `lost`: not this one, whatever it says of itself. */
	readonly openDevice: (lost?: TrainingDevice) => Promise<TrainingDevice>;
	readonly createTrainer: (options: TrainerOptions) => Promise<Trainer>;
	readonly openArtefact: NonNullable<TrainerOptions['openArtefact']>;
	/** What is stored of the run at this moment: where it goes back to. */
	readonly stored: () => Promise<TrainerStart>;
	readonly report: Report;
	/** What `report` said is over. */
	readonly reported: () => void;
}

/** Losses in a row, without an answer in between, after which it gives up. */
const mostLosses = 3;

export class LastingTrainer {
	readonly #parts: LastingTrainerParts;
	#trainer: Trainer | undefined;
	#device: TrainingDevice | undefined;
	/** The last one that was lost, and why; until another has taken its place. */
	#lost: { readonly device: TrainingDevice | undefined; readonly why: DeviceLostError } | undefined;
	/** Steps whose events were told. */
	#step: number;
	/** To be repeated at their steps. One that is stored already changes nothing when it is made once more. */
	#switches: readonly PolicySegment[] = [];
	#backend = '';
	#deviceWords = '';
	/** Called when a policy's preparation has kept where it is. */
	onKept: () => void = () => undefined;

	private constructor(parts: LastingTrainerParts, step: number) {
		this.#parts = parts;
		this.#step = step;
	}

	static async open(parts: LastingTrainerParts, from: TrainerStart): Promise<LastingTrainer> {
		const trainer = new LastingTrainer(parts, from.restored?.step ?? 0);
		await trainer.#ask(async () => undefined, { from });
		return trainer;
	}

	/** Steps that are done. */
	get step(): number {
		return this.#step;
	}
	/** Of the device that it is on, or was on last. */
	get backend(): string {
		return this.#backend;
	}
	/** The same device in words, for the run's record. */
	get device(): string {
		return this.#deviceWords;
	}

	start(signal: AbortSignal): Promise<readonly RunEvent[]> {
		return this.#ask((trainer) => trainer.start(signal), { signal });
	}
	/** As of a trainer: one step, or several up to `until`; `cut` ends a policy's preparation. */
	next(until: number, cut: AbortSignal): Promise<readonly RunEvent[]> {
		return this.#ask(
			async (trainer) => {
				const events = await trainer.next(until, cut);
				return { events, step: trainer.step };
			},
			{ cut },
		).then(({ events, step }) => {
			this.#step = step;
			return events;
		});
	}
	evaluate(): Promise<readonly RunEvent[]> {
		return this.#ask((trainer) => trainer.evaluate());
	}
	/** From the next step on. Throws InputError, and changes nothing then. */
	async switchPolicy(segment: Omit<PolicySegment, 'fromStep'>): Promise<PolicySegment> {
		const placed = await this.#ask(async (trainer) => trainer.switchPolicy(segment));
		this.#switches = [...this.#switches, placed];
		return placed;
	}
	/** What the preparation of the policy that draws next has made. */
	artefact(): Promise<Json | undefined> {
		return this.#ask(async (trainer) => trainer.artefact);
	}
	state(): Promise<TrainerState> {
		return this.#ask((trainer) => trainer.state());
	}
	generate(...asked: Parameters<Trainer['generate']>): ReturnType<Trainer['generate']> {
		return this.#ask((trainer) => trainer.generate(...asked));
	}
	dispose(): void {
		this.#trainer?.dispose();
		this.#trainer = undefined;
	}

	/** Asks until there is an answer that the device outlived. */
	async #ask<T>(
		work: (trainer: Trainer) => Promise<T>,
		{ from, signal, cut }: { from?: TrainerStart; signal?: AbortSignal; cut?: AbortSignal } = {},
	): Promise<T> {
		for (let losses = 1; ; losses++) {
			try {
				const { trainer, device } = await this.#onDevice(from);
				return await unlessAborted(work(trainer), device.lost);
			} catch (error) {
				signal?.throwIfAborted();
				if (cut?.aborted && error === cut.reason) throw error;
				const why = await lossBehind(error, this.#device);
				if (why) this.#leave(why);
				if (why && losses < mostLosses) continue;
				if (this.#lost) this.#parts.reported();
				throw why ? lostTooOften(why) : error;
			}
		}
	}

	async #onDevice(from?: TrainerStart): Promise<{ trainer: Trainer; device: TrainingDevice }> {
		if (this.#device?.lost.aborted) this.#leave(asLoss(this.#device.lost.reason));
		if (this.#trainer && this.#device) return { trainer: this.#trainer, device: this.#device };
		const device = await this.#parts.openDevice(this.#lost?.device);
		this.#device = device;
		const trainer = await this.#make(device, from ?? (await this.#parts.stored()));
		this.#trainer = trainer;
		this.#backend = device.compute.report.backend;
		this.#deviceWords = deviceWords(device.compute.report);
		if (this.#lost) this.#parts.reported();
		this.#lost = undefined;
		return { trainer, device };
	}

	async #make(device: TrainingDevice, start: TrainerStart): Promise<Trainer> {
		const { prepared, createTrainer, openArtefact, report } = this.#parts;
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
			// While it catches up there is one thing to tell; and a trainer that was left has nothing to tell.
			onProgress: (label, fraction) => {
				if (this.#device === device && !this.#lost) report(label, fraction);
			},
		});
		try {
			const trainer = await unlessAborted(making, device.lost);
			await this.#catchUp(trainer, device);
			return trainer;
		} catch (error) {
			// The trainer may still come, after the loss that cut the waiting short.
			making.then(
				(trainer) => trainer.dispose(),
				() => undefined,
			);
			throw error;
		}
	}

	/** The steps and switches since the run was stored, once more. */
	async #catchUp(trainer: Trainer, { lost }: TrainingDevice): Promise<void> {
		const from = trainer.step;
		for (;;) {
			for (const { fromStep, ...segment } of this.#switches)
				if (fromStep === trainer.step) trainer.switchPolicy(segment);
			if (trainer.step >= this.#step) return;
			this.#tell(from, (trainer.step - from) / (this.#step - from));
			await unlessAborted(trainer.next(this.#nextSwitch(trainer.step)), lost);
			// So that calls are answered meanwhile.
			await nextTask();
		}
	}

	/** The step up to which it may go on after `done`: the told one, or where a switch comes in between. */
	#nextSwitch(done: number): number {
		const later = this.#switches.map(({ fromStep }) => fromStep).filter((step) => step > done);
		return Math.min(this.#step, ...later);
	}

	#tell(from: number, fraction: number | null): void {
		if (!this.#lost) return;
		const why = reasonOf(this.#lost.why);
		this.#parts.report(
			`The GPU was lost (${why}). Going back to step ${from} and on from there.`,
			fraction,
		);
	}

	#leave(why: DeviceLostError): void {
		this.dispose();
		// With none in hand the one that was lost before is still not to be had.
		this.#lost = { device: this.#device ?? this.#lost?.device, why };
		this.#device = undefined;
	}
}

const lostTooOften = (why: DeviceLostError): DeviceLostError =>
	new DeviceLostError(
		`The GPU was lost ${mostLosses} times in a row (${reasonOf(why)}). Close other pages and programs that use it.`,
		why.data,
		{ cause: why },
	);
