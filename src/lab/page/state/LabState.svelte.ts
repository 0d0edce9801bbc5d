/** Owns the workbench: its experiment, its run, and the ghost that is drawn behind its run. */
import type { JsonObject } from '#engine/core/json.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { ForkPolicy, ForkRequest } from '#lab/run/fork.ts';
import type { LinkContent } from '#lab/run/link.ts';
import type { Outcome } from '#lab/run/outcome.ts';
import type { PageParts } from '#lab/run/linkView.ts';
import type { RunRecord } from '#lab/run/stores.ts';
import type { LabClient } from '#lab/worker/client.ts';
import type { LabInfo } from '#lab/worker/protocol.ts';
import type { LabEvent } from '#lab/worker/protocol.ts';
import type { Pace } from '#lab/run/runStatus.ts';
import { words } from '#lab/page/words/words.ts';
import type { RunEvent } from '#lab/training/events.ts';
import type { TextStorage } from './browserStorage.ts';
import {
	changedFrom,
	differInPolicy,
	sameExperiment,
	trainsTheSame,
	withFirstPolicy,
	withSwitchAt,
} from './experiments.ts';
import { Forecasts } from './Forecasts.svelte.ts';
import { GhostState } from './GhostState.svelte.ts';
import { LabConnection } from './LabConnection.svelte.ts';
import { RunState, type NextFrame } from './RunState.svelte.ts';
import { isTestedLate, UntrainedRun } from './UntrainedRun.svelte.ts';

interface Surroundings {
	readonly nextFrame: NextFrame;
	readonly newId: () => string;
	readonly storage: TextStorage;
	/** The screens and parts that a link can name. */
	readonly parts: PageParts;
}
type RunToFork = Pick<RunState, 'id' | 'experiment'>;
interface ForkChoice extends Pick<ForkRequest, 'policy' | 'trainOn'> {
	/** Default: the run on the workbench. */
	readonly run?: RunToFork | null;
}

/** The steps that the page showed, by run, when it closed while they trained. */
const closedKey = 'skillet.closed';

export class LabState extends LabConnection {
	/** The experiment of the next run; null: the default experiment. */
	#draft: Experiment | null = $state.raw(null);
	linked: LinkContent | null = $state.raw(null);
	/** Id of the notice of the last link that was broken. */
	#linkFault: number | null = null;
	/** The stored runs that the visitor chose to compare, with their titles. */
	comparedRuns: readonly { readonly id: string; readonly title: string }[] = $state.raw([]);
	/** What the shown place has put into the address; null: the workbench's experiment. */
	placeLink: LinkContent | null = $state.raw(null);
	/** Null: no step is trained yet. */
	run: RunState | null = $state.raw(null);
	readonly #ghost = new GhostState();
	readonly untrained: UntrainedRun;
	/** Of the workbench's experiment. */
	readonly forecasts: Forecasts;
	/** Counts changes of the workbench, so that a slow call does not replace a newer run. */
	#turn = 0;
	/** Counts choices of a ghost, for the same reason. */
	#ghostTurn = 0;
	#creating: Promise<RunState> | null = null;
	#settleOpened!: () => void;

	constructor(
		client: LabClient,
		private readonly surroundings: Surroundings,
	) {
		super(client);
		this.untrained = new UntrainedRun(client, (experiment) => this.newRun(experiment));
		this.forecasts = new Forecasts(client, 'forecast');
	}

	/** The experiment of the run, or of the next run. Null until the lab is open. */
	get experiment(): Experiment | null {
		return this.run?.experiment ?? this.#draft ?? this.info?.defaultExperiment ?? null;
	}
	/** The run; before Train, the next run with the test of its base model; null without one. */
	get shownRun(): RunState | null {
		return this.run ?? this.untrained.of(this.experiment);
	}
	/** Measures what the next run takes, if its model is too large to be tested unasked. */
	async foresee(): Promise<void> {
		const { run, experiment, info } = this;
		const model = info?.models.find(({ sha256 }) => sha256 === experiment?.model.sha256);
		if (run || !experiment || !model || !isTestedLate(model)) this.forecasts.end();
		else await this.forecasts.ask(experiment);
	}
	get ghost() {
		return this.#ghost.run;
	}
	/** The ghost, if it is an earlier run of the same experiment with any policy. */
	get runBefore(): RunState | null {
		const { run, ghost, info } = this;
		if (!run || !ghost || !differInPolicy(run.experiment, ghost.experiment)) return null;
		const place = (id: string) => info?.runs.findIndex((record) => record.id === id) ?? -1;
		return place(ghost.id) > place(run.id) ? ghost : null;
	}
	/** The link with its results, while a run of its experiment can repeat them here. */
	get repeatable(): (LinkContent & { readonly expected: Outcome }) | null {
		const { linked, experiment, run, info } = this;
		if (!linked?.expected || !experiment) return null;
		const isOther = !trainsTheSame(linked.experiment, experiment);
		const isImported = info?.runs.find(({ id }) => id === run?.id)?.imported;
		return isOther || isImported ? null : { ...linked, expected: linked.expected };
	}

	/** Settles when the page's link, or its newest run, is on the workbench. */
	readonly opened = new Promise<void>((resolve) => (this.#settleOpened = resolve));
	/**
	 * Opens the link, its stored run, or the newest run, if it is unfinished. `runId`: the run of the
	 * workbench before a reload. Its link can differ, because a switch of the policy changes both.
	 */
	open(opening: Promise<LabInfo>, fragment: string, runId?: string): Promise<void> {
		return this.#open(opening, fragment, runId).finally(this.#settleOpened);
	}
	async #open(opening: Promise<LabInfo>, fragment: string, runId?: string): Promise<void> {
		const info = await this.connect(opening);
		if (!info) return;
		// The others belong to their comparisons.
		const ownRuns = info.runs.filter(({ group }) => !group);
		const unfinished = ownRuns.find(({ end }) => end === 'running');
		if (this.openLink(fragment)) {
			// The address bar has the link of the workbench: after a reload its run comes back.
			const linkedTo = this.#draft ?? info.defaultExperiment;
			const same = ownRuns.filter(({ experiment }) => sameExperiment(experiment, linkedTo));
			const before = info.runs.find(({ id }) => id === runId);
			const stored = before ?? same.find(({ end }) => end === 'running') ?? same[0];
			if (stored) return this.openRun(stored.id);
		} else if (unfinished && unfinished === ownRuns[0]) return this.openRun(unfinished.id);
		if (!unfinished) return;
		const message = () => words.notices.unfinishedRun({ step: unfinished.step });
		const run = () => void this.openRun(unfinished.id);
		this.notices.say('info', message, { action: { label: () => words.common.open, run } });
	}

	/** Throws InputError if the link is broken, or if its view does not fit this page. */
	readLink(text: string): LinkContent {
		return this.functions.readLink(text, this.surroundings.parts);
	}
	/** False without a link, or if it is broken. */
	openLink(text: string): boolean {
		if (text.length < 2) return false;
		this.notices.close(this.#linkFault);
		try {
			const content = this.readLink(text);
			this.linked = content;
			if (!this.experiment || !sameExperiment(content.experiment, this.experiment))
				this.put(content.experiment);
			return true;
		} catch (error) {
			this.#linkFault = this.notices.fail('', error, words.notices.brokenLinkMend);
			return false;
		}
	}

	/** Puts a pinned experiment on the workbench. Its run so far becomes the ghost. */
	put(experiment: Experiment): void {
		const before = this.run;
		if (before?.status.kind === 'running')
			void this.attempt(words.notices.cannotPause, () => before.pause());
		this.#ghost.leave(before, experiment);
		this.#turn++;
		this.#draft = experiment;
		this.run = null;
		// They are of what was on the workbench.
		this.notices.settle(words.notices.cannotTrain);
		this.notices.settle(words.notices.cannotOpenRun);
	}

	/** Pins the changed experiment and puts it on the workbench. False: a notice says why not. */
	configure(change: (experiment: Experiment) => Experiment): boolean {
		if (!this.experiment) return false;
		const changed = changedFrom(this.experiment, change(this.experiment));
		try {
			this.put(this.functions.pinnedExperiment(changed, this.info?.skills));
			return true;
		} catch (error) {
			this.notices.fail(words.notices.settingsRefused, error, words.notices.settingsKept);
			return false;
		}
	}

	/** Trains the experiment again with another learning rate. */
	tryRate(learningRate: number): void {
		const changed = this.configure((experiment) => ({
			...experiment,
			optimizer: { ...experiment.optimizer, learningRate },
		}));
		if (changed) void this.play({ kind: 'full' });
	}

	/** Puts the same experiment on the workbench again, without its run. */
	reset(): void {
		if (this.experiment) this.put(this.experiment);
	}

	/**
	 * Puts a new run on the workbench, paused at `step` of the run `forked`, which becomes the ghost.
	 * Without `policy` the policy of that step stays. Without a checkpoint the steps are repeated.
	 */
	async fork(
		step: number,
		{ policy, trainOn, run: forked = this.run }: ForkChoice = {},
	): Promise<void> {
		if (!forked) return;
		const turn = ++this.#turn;
		await this.attempt(words.fork.cannot, async () => {
			const checkpoints = await this.client['run.checkpoints']({ runId: forked.id });
			if (turn !== this.#turn) return;
			if (!checkpoints.includes(step)) return this.#repeat(forked, step, policy);
			const newRunId = this.surroundings.newId();
			const request = { runId: forked.id, step, newRunId, policy, trainOn };
			const { record, events } = await this.client['run.fork'](request);
			await this.refreshRuns();
			const parent = this.run?.id === forked.id ? this.run : await this.readRun(forked.id);
			if (turn !== this.#turn) return;
			this.run = this.restoredRun(record, events);
			this.#ghost.choose(parent);
		});
	}
	async #repeat(forked: RunToFork, step: number, policy: ForkPolicy | undefined): Promise<void> {
		this.put(withSwitchAt(forked.experiment, step, policy));
		const turn = this.#turn;
		await this.chooseGhost(forked.id);
		if (step === 0 || turn !== this.#turn) return;
		await this.play({ kind: 'until', step });
		this.notices.say('info', () => words.fork.repeats({ step }));
	}

	/**
	 * Switches the policy at the next step of the run. Without an active run it changes the
	 * experiment. `artefact`: SHA-256 of a kept preparation.
	 */
	async switchPolicy(id: string, settings: JsonObject, artefact?: string): Promise<void> {
		const run = this.run;
		if (!run || run.ended)
			this.configure((experiment) => withFirstPolicy(experiment, { id, settings, artefact }, !run));
		else {
			const change = () => run.switchPolicy(id, settings, artefact);
			await this.attempt(words.notices.switchRefused, change, words.notices.policyKept);
		}
	}

	/** Asks for what the next run's experiment lacks here. False: it lacks nothing. */
	asksForMissing = (): boolean => false;
	async play(pace: Pace): Promise<void> {
		this.notices.settle(words.notices.cannotTrain);
		this.notices.closeNews();
		if (!this.run && this.asksForMissing()) return;
		await this.attempt(words.notices.cannotTrain, async () => {
			const run = await this.ensureRun();
			// Another experiment can have taken its place while it was made.
			if (this.run === run && !run.ended) await run.play(pace);
		});
	}
	async pause(): Promise<void> {
		await this.attempt(words.notices.cannotPause, () => this.run?.pause());
	}
	/** Trains or pauses. A run that has ended starts again. */
	async toggle(pace: Pace = { kind: 'full' }): Promise<void> {
		const kind = this.run?.status.kind;
		if (kind === 'preparing') return;
		if (kind === 'running') return this.pause();
		if (this.run?.ended) this.reset();
		await this.play(pace);
	}
	async stop(): Promise<void> {
		await this.attempt(words.notices.cannotStop, () => this.run?.stop());
		await this.refreshRuns();
	}

	/** Creates the run of the workbench if it has none. */
	ensureRun(): Promise<RunState> {
		if (this.run) return this.#creating ?? Promise.resolve(this.run);
		if (!this.experiment) throw new Error(words.status.lab.opening[0]);
		const run = this.untrained.take(this.experiment) ?? this.newRun(this.experiment);
		this.run = run;
		this.#creating = this.#create(run).finally(() => (this.#creating = null));
		return this.#creating;
	}
	async #create(run: RunState): Promise<RunState> {
		try {
			await this.client['run.create']({ runId: run.id, experiment: run.experiment });
			void this.refreshRuns().then(() => this.#chooseRunBefore(run));
			return run;
		} catch (error) {
			if (this.run === run) this.run = null;
			throw error;
		}
	}

	/** Shows the stored curves at once. The run can continue when its weights are loaded. */
	async openRun(id: string): Promise<void> {
		const turn = ++this.#turn;
		const open = async () => {
			const stored = await this.readRun(id);
			if (turn !== this.#turn) return;
			// They are of what was on the workbench.
			this.notices.settle(words.notices.cannotTrain);
			this.notices.settle(words.notices.cannotOpenRun);
			this.#ghost.open(stored);
			this.run = stored;
			void this.#chooseRunBefore(stored);
			const { status } = stored;
			stored.receiveStatus({ kind: 'preparing', step: status.step });
			const { record, events } = await this.client['run.resume']({ runId: id }).catch((error) => {
				stored.receiveStatus(status);
				throw error;
			});
			if (turn === this.#turn) this.run = this.restoredRun(record, events);
		};
		await this.attempt(words.notices.cannotOpenRun, open, words.notices.curvesOnly);
	}
	/** A stored run with its curves, which cannot continue. */
	async readRun(id: string): Promise<RunState> {
		const record = this.info?.runs.find((run) => run.id === id);
		if (!record) throw new Error(words.notices.runIsGone);
		return this.restoredRun(record, await this.client['run.events']({ runId: id }));
	}
	async deleteRuns(ids: readonly string[]): Promise<void> {
		for (const id of ids) {
			const remove = () => this.client['run.delete']({ runId: id });
			if (!(await this.attempt(words.notices.cannotDelete, remove))) continue;
			this.#ghost.drop(id);
			if (this.run?.id === id) {
				this.#draft = this.run.experiment;
				this.run = null;
			}
		}
		await this.refreshRuns();
	}

	async chooseGhost(id: string | null, isWanted = () => true): Promise<void> {
		const turn = ++this.#ghostTurn;
		await this.attempt(words.notices.cannotOpenRun, async () => {
			const run = id === null ? null : await this.readRun(id);
			if (turn === this.#ghostTurn && isWanted()) this.#ghost.choose(run);
		});
	}
	async #chooseRunBefore(run: RunState): Promise<void> {
		const record = this.#ghost.before(run, this.info?.runs ?? []);
		if (record) await this.chooseGhost(record.id, () => this.run?.id === run.id);
	}

	override receive(event: LabEvent): void {
		super.receive(event);
		this.run?.hear(event);
	}

	newRun(experiment: Experiment, id = this.surroundings.newId()): RunState {
		return new RunState(this.client, id, experiment, this.surroundings.nextFrame);
	}
	/** Call it when the page closes: the newest checkpoints can be older than the shown steps. */
	noteClosing(runs: readonly RunState[] = this.run ? [this.run] : []): void {
		const running = runs.filter(({ status }) => status.kind === 'running');
		if (running.length === 0) return;
		const steps = Object.fromEntries(running.map(({ id, step }) => [id, step]));
		this.surroundings.storage.setItem(closedKey, JSON.stringify(steps));
	}
	/** A stored run with its curves. */
	restoredRun(record: RunRecord, events: readonly RunEvent[]): RunState {
		const run = this.newRun(record.experiment, record.id);
		const closed = JSON.parse(this.surroundings.storage.getItem(closedKey) ?? '{}') as JsonObject;
		run.seen = Number(closed[record.id] ?? 0);
		run.restore(record, events);
		return run;
	}
}
