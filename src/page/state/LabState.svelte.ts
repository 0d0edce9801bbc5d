/** What the page knows of the lab: its device, its stores, the experiment on the bench, and the run in hand. */
import type { JsonObject } from '#core/json.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { LinkContent } from '#lab/run/link.ts';
import type { ForkPolicy } from '#lab/run/fork.ts';
import type { PolicyInfo } from '#mixing/policy.ts';
import type { RunRecord } from '#lab/run/stores.ts';
import type { RunEvent } from '#training/events.ts';
import type { SkillInfo } from '#data/skill.ts';
import type { LabClient } from '#lab/worker/client.ts';
import type { LabEvent, LabInfo, Pace } from '#lab/worker/protocol.ts';
import { pageAddress } from '#page/components/download.ts';
import { words } from '#page/words/words.ts';
import { changedFrom, sameExperiment, withFirstPolicy } from './experiments.ts';
import { BackgroundRun } from './BackgroundRun.ts';
import { forkRun, type ForkRequest } from './forkRun.ts';
import { GhostState } from './GhostState.svelte.ts';
import type * as functions from './labFunctions.ts';
import { NoticeState } from './NoticeState.svelte.ts';
import { RunState, type NextFrame } from './RunState.svelte.ts';

type LabFunctions = typeof functions;

export type LabStatus =
	| { readonly kind: 'opening' }
	/** Another tab has the database. */
	| { readonly kind: 'waiting' }
	| { readonly kind: 'ready' }
	/** A newer version of the page wants the database. */
	| { readonly kind: 'superseded' }
	| { readonly kind: 'broken'; readonly message: string };

export interface Surroundings {
	readonly nextFrame: NextFrame;
	readonly newId: () => string;
}

export class LabState {
	readonly client: LabClient;
	readonly notices = new NoticeState();
	readonly #surroundings: Surroundings;
	#status: LabStatus = $state.raw({ kind: 'opening' });
	#info: LabInfo | null = $state.raw(null);
	#functions: LabFunctions | null = null;
	#draft: Experiment | null = $state.raw(null);
	#linked: LinkContent | null = $state.raw(null);
	#run: RunState | null = $state.raw(null);
	readonly #ghost = new GhostState();
	/** Counts what was put on the bench: a run that took long to open does not push a newer one off. */
	#turn = 0;
	readonly #background: BackgroundRun;
	#creating: Promise<RunState> | null = null;

	constructor(client: LabClient, surroundings: Surroundings) {
		this.client = client;
		this.#surroundings = surroundings;
		this.#background = new BackgroundRun(client);
		client.subscribe((event) => this.receive(event));
	}

	get status() {
		return this.#status;
	}
	get info() {
		return this.#info;
	}
	/** The run's, if there is one; else what the next run will be. Null until the lab is open. */
	get experiment(): Experiment | null {
		return this.#run?.experiment ?? this.#draft;
	}
	/** What the link said that was opened last, its experiment included. */
	get linked() {
		return this.#linked;
	}
	/** Null: nothing has been trained yet. */
	get run() {
		return this.#run;
	}
	/** Another run that is drawn behind this one. */
	get ghost() {
		return this.#ghost.run;
	}
	/** Throws an error until the lab is open. */
	get functions(): LabFunctions {
		if (!this.#functions) throw new Error(words.status.opening);
		return this.#functions;
	}
	skill(id: string): SkillInfo | undefined {
		return this.#info?.skills.find((skill) => skill.id === id);
	}
	policy(id: string): PolicyInfo | undefined {
		return this.#info?.policies.find((policy) => policy.id === id);
	}

	/** The policies of an experiment in their order, in words. */
	policyTitles({ policy }: Experiment): string {
		return policy.map(({ id }) => this.policy(id)?.title ?? id).join(' → ');
	}

	/** `opening`: the page's one call of lab.open. Then what the fragment holds, or the run that a reload has cut off. */
	async open(opening: Promise<LabInfo>, fragment: string): Promise<void> {
		try {
			[this.#functions, this.#info] = await Promise.all([import('./labFunctions.ts'), opening]);
		} catch (error) {
			this.#status = { kind: 'broken', message: String((error as Error).message) };
			return;
		}
		this.#draft = this.#info.defaultExperiment;
		this.#status = { kind: 'ready' };
		const linked = this.openLink(fragment);
		const { runs } = this.#info;
		const unfinished = runs.find(({ end }) => end === 'running');
		if (linked === 'opened') {
			// What a reload finds in the address bar is what was on the bench: with its curves, if it was run.
			const linkedTo = this.#draft;
			const same = runs.filter(({ experiment }) => sameExperiment(experiment, linkedTo));
			const here = same.find(({ end }) => end === 'running') ?? same[0];
			if (here) return this.openRun(here.id);
		} else if (unfinished) return this.openRun(unfinished.id);
		if (!unfinished) return;
		this.notices.say({
			level: 'info',
			message: words.notices.unfinishedRun(unfinished.step),
			action: { label: words.notices.openRun, run: () => void this.openRun(unfinished.id) },
		});
	}

	openLink(fragment: string): 'opened' | 'none' | 'broken' {
		if (fragment.length < 2) return 'none';
		try {
			const content = this.functions.readLink(fragment);
			const { experiment } = content;
			this.#linked = content;
			if (this.experiment && sameExperiment(experiment, this.experiment)) return 'opened';
			this.put(experiment);
			return 'opened';
		} catch (error) {
			this.notices.fail('', error, words.notices.brokenLinkMend);
			return 'broken';
		}
	}

	/** The page's address with the content in its fragment. Throws InputError for an invalid field. */
	linkTo(content: LinkContent): string {
		return `${pageAddress()}#${this.functions.encodeLink(content.experiment, content)}`;
	}

	/** Puts a pinned experiment on the bench: a run before it stays stored, and is drawn behind. */
	put(experiment: Experiment): void {
		const before = this.#run;
		if (before?.status.kind === 'running') void before.pause();
		if (before) this.#ghost.leave(before);
		this.#turn++;
		this.#draft = experiment;
		this.#run = null;
	}

	/** Pins the changed experiment and puts it on the bench. false: it is refused, and a notice tells why. */
	configure(change: (experiment: Experiment) => Experiment): boolean {
		if (!this.experiment) return false;
		const changed = changedFrom(this.experiment, change(this.experiment));
		try {
			this.put(this.functions.pinnedExperiment(changed, this.#info?.skills));
			return true;
		} catch (error) {
			this.notices.fail(words.notices.settingsRefused, error, words.notices.settingsKept);
			return false;
		}
	}

	/** The same experiment from its start. */
	reset(): void {
		if (this.experiment) this.put(this.experiment);
	}

	/**
	 * A run that begins where another one was at `step`, on the bench, paused there; that one is drawn behind. `policy` draws from
	 * there on; without it, the one that drew until then. Where no checkpoint is kept, the steps up to there are repeated.
	 */
	async fork(
		step: number,
		policy?: ForkPolicy,
		of: ForkRequest['of'] | null = this.#run,
	): Promise<void> {
		if (!of) return;
		this.#leaveBeside();
		const turn = ++this.#turn;
		const isWanted = () => turn === this.#turn;
		const request = { of, step, policy, newRunId: this.#surroundings.newId(), isWanted };
		await this.#attempt(words.fork.cannot, async () => {
			const forked = await forkRun(this, request);
			if (!forked) return;
			this.#run = this.#runOf(forked.record, forked.events);
			this.#ghost.choose(forked.parent);
		});
	}

	/** A switch at the next step of the run; before the first step and after the last, of the experiment. `artefact`: a kept preparation. */
	async switchPolicy(id: string, settings: JsonObject, artefact?: string): Promise<void> {
		const run = this.#run;
		if (!run || run.ended) {
			this.configure((experiment) => withFirstPolicy(experiment, id, settings, artefact));
			return;
		}
		try {
			await run.switchPolicy(id, settings, artefact);
		} catch (error) {
			this.notices.fail(words.notices.switchRefused, error, words.notices.policyKept);
		}
	}

	async play(pace: Pace): Promise<void> {
		try {
			const run = await this.ensureRun();
			if (!run.ended) await run.play(pace);
			this.notices.settle(words.notices.cannotTrain);
		} catch (error) {
			this.notices.fail(words.notices.cannotTrain, error);
		}
	}
	async pause(): Promise<void> {
		await this.#attempt(words.notices.cannotPause, () => this.#run?.pause());
	}
	/** Trains or pauses; a run that has ended is begun anew. */
	async toggle(pace: Pace = { kind: 'full' }): Promise<void> {
		const kind = this.#run?.status.kind;
		if (kind === 'preparing') return;
		if (kind === 'running') return this.pause();
		if (this.#run?.ended) this.reset();
		await this.play(pace);
	}
	async stop(): Promise<void> {
		await this.#attempt(words.notices.cannotStop, () => this.#run?.stop());
		await this.refreshRuns();
	}

	/** The run on the bench; made now if there is none yet. */
	ensureRun(): Promise<RunState> {
		this.#leaveBeside();
		if (this.#run) return this.#creating ?? Promise.resolve(this.#run);
		if (!this.#draft) throw new Error(words.status.opening);
		const run = this.#newRun(this.#draft);
		this.#run = run;
		this.#creating = this.#create(run).finally(() => (this.#creating = null));
		return this.#creating;
	}

	/**
	 * Trains a run to its end while the bench keeps showing its own; `started` gets it before its first event. The lab
	 * trains one run at a time: when the bench wants its own again, this ends in an AbortError and leaves nothing.
	 */
	async runInBackground(
		experiment: Experiment,
		started: (run: RunState) => void,
	): Promise<RunState> {
		const run = this.#newRun(experiment);
		started(run);
		await this.#background.train(run, experiment);
		await this.refreshRuns();
		return run;
	}

	#leaveBeside(): void {
		if (!this.#background.run) return;
		this.notices.say({ level: 'info', message: words.notices.repeatStopped });
		this.#background.leave();
	}

	/** On the bench with its curves at once, and ready to go on when its weights are loaded. */
	async openRun(id: string): Promise<void> {
		this.#leaveBeside();
		const turn = ++this.#turn;
		try {
			const stored = await this.readRun(id);
			if (turn !== this.#turn) return;
			this.#ghost.drop(id);
			this.#run = stored;
			void this.#drawUniformBehind(stored);
			const { status } = stored;
			stored.receiveStatus({ kind: 'preparing', step: status.step });
			const { record, events } = await this.client['run.resume']({ runId: id }).catch((error) => {
				stored.receiveStatus(status);
				throw error;
			});
			if (turn !== this.#turn) return;
			this.#run = this.#runOf(record, events);
		} catch (error) {
			this.notices.fail(words.notices.cannotOpenRun, error, words.notices.curvesOnly);
		}
	}

	/** Draws a stored run behind the one on the bench; null: none. */
	async chooseGhost(id: string | null): Promise<void> {
		await this.#attempt(words.notices.cannotOpenRun, async () =>
			this.#ghost.choose(id === null ? null : await this.readRun(id)),
		);
	}

	/** A stored run with its curves, to look at. */
	async readRun(id: string): Promise<RunState> {
		const record = this.#info?.runs.find((run) => run.id === id);
		if (!record) throw new Error(words.notices.runIsGone);
		return this.#runOf(record, await this.client['run.events']({ runId: id }));
	}
	#runOf(record: RunRecord, events: readonly RunEvent[]): RunState {
		const run = this.#newRun(record.experiment, record.id);
		run.restore(record, events);
		return run;
	}

	async deleteRun(id: string): Promise<void> {
		await this.#attempt(words.notices.cannotDelete, () => this.client['run.delete']({ runId: id }));
		this.#ghost.drop(id);
		if (this.#run?.id === id) {
			this.#draft = this.#run.experiment;
			this.#run = null;
		}
		await this.refreshRuns();
	}

	async refreshRuns(): Promise<void> {
		const runs = await this.client['run.list']();
		if (this.#info) this.#info = { ...this.#info, runs };
	}
	/** After an import, a deletion, or a model that came or went. */
	async refresh(
		change: Partial<Pick<LabInfo, 'skills' | 'models' | 'storage' | 'artefacts'>>,
	): Promise<void> {
		const [skills, storage] = await Promise.all([
			change.skills ?? this.client['skill.list'](),
			change.storage ?? this.client['storage.report'](),
		]);
		if (this.#info) this.#info = { ...this.#info, ...change, skills, storage };
	}

	receive(event: LabEvent): void {
		switch (event.event) {
			case 'run.events': {
				const run = this.#owner(event.runId);
				event.events.forEach((runEvent) => run?.receive(runEvent));
				break;
			}
			case 'run.status':
				this.#owner(event.runId)?.receiveStatus(event.status);
				if (event.status.kind === 'finished' || event.status.kind === 'failed')
					void this.refreshRuns();
				break;
			case 'progress':
				this.notices.progress(event);
				break;
			case 'notice':
				this.notices.say({ level: event.level, message: event.message });
				break;
			case 'lab.waiting':
				this.#status = { kind: 'waiting' };
				break;
			case 'lab.superseded':
				this.#status = { kind: 'superseded' };
				break;
			case 'lab.crashed':
				this.#status = { kind: 'broken', message: event.error.message };
				break;
			default: // Events of features: each feature subscribes to its own.
				break;
		}
	}

	async #drawUniformBehind(run: RunState): Promise<void> {
		const record = this.#ghost.uniformFor(run, this.#info?.runs ?? []);
		if (record) await this.chooseGhost(record.id);
	}

	#owner(runId: string): RunState | undefined {
		return [this.#run, this.#background.run].find((run) => run?.id === runId) ?? undefined;
	}

	#newRun(experiment: Experiment, id = this.#surroundings.newId()): RunState {
		return new RunState(this.client, id, experiment, this.#surroundings.nextFrame);
	}

	async #create(run: RunState): Promise<RunState> {
		try {
			await this.client['run.create']({ runId: run.id, experiment: run.experiment });
			void this.refreshRuns().then(() => this.#drawUniformBehind(run));
			return run;
		} catch (error) {
			if (this.#run === run) this.#run = null;
			throw error;
		}
	}

	async #attempt(what: string, task: () => Promise<unknown> | undefined): Promise<void> {
		try {
			await task();
		} catch (error) {
			this.notices.fail(what, error);
		}
	}
}
