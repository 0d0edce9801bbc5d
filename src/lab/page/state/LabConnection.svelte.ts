/** Owns the connection to the worker: its status, the content of its stores, and notices. */
import { SvelteSet } from 'svelte/reactivity';
import { canonicalJson } from '#engine/core/json.ts';
import { statementText } from '#engine/core/message.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { LinkContent } from '#lab/run/link.ts';
import { shortTitle } from '#lab/run/messages.ts';
import type { LabClient } from '#lab/worker/client.ts';
import type { LabInfo } from '#lab/worker/protocol.ts';
import type { LabEvent } from '#lab/worker/protocol.ts';
import type { PolicyInfo } from '#mixing/index.ts';
import { pageAddress } from '#lab/page/components/download.ts';
import { absentModel, words } from '#lab/page/words/words.ts';
import { policyChanges } from './experiments.ts';
import type * as functions from './labFunctions.ts';
import { NoticeState } from './NoticeState.svelte.ts';

export type LabStatus =
	| { readonly kind: 'opening' }
	/** Another tab has the database. */
	| { readonly kind: 'waiting' }
	/** Another tab took the database over. */
	| { readonly kind: 'elsewhere' }
	| { readonly kind: 'ready' }
	/** A newer version of the page wants the database. */
	| { readonly kind: 'superseded' }
	/** The database was deleted. */
	| { readonly kind: 'deleted' }
	/** The worker has not answered for a minute: it computes a long step, or it has ended. */
	| { readonly kind: 'silent' }
	/** An error, not its text: the words can come later. */
	| { readonly kind: 'broken'; readonly error: unknown };

/** Its names and summary are in the language in use. */
export type ShownPolicy = PolicyInfo & {
	readonly title: string;
	/** The title without the paper's name, for curves and buttons. */
	readonly short: string;
	readonly summary: string;
};

export class LabConnection {
	/** The runs and the lists of runs that train now. */
	readonly #training = new SvelteSet<string>();
	readonly notices = new NoticeState();
	status: LabStatus = $state.raw({ kind: 'opening' });
	/** Null until the lab is open. */
	info: LabInfo | null = $state.raw(null);
	#functions: typeof functions | null = null;

	constructor(readonly client: LabClient) {
		client.subscribe((event) => this.receive(event));
	}

	get isTraining(): boolean {
		return this.#training.size > 0;
	}
	/** False: no call will be answered, or none is answered at present. */
	get isAnswering(): boolean {
		return !['broken', 'silent', 'elsewhere'].includes(this.status.kind);
	}
	/** Throws an error until the lab is open. */
	get functions(): typeof functions {
		if (!this.#functions) throw new Error(words.status.lab.opening[0]);
		return this.#functions;
	}
	/** The page's address with the content as fragment. Throws InputError for an invalid field. */
	linkTo(content: LinkContent): string {
		return `${pageAddress()}#${this.functions.encodeLink(content.experiment, content)}`;
	}
	skill(id: string): SkillInfo | undefined {
		return this.info?.skills.find((skill) => skill.id === id);
	}
	policy(id: string): ShownPolicy | undefined {
		const info = this.info?.policies.find((policy) => policy.id === id);
		if (!info) return undefined;
		const title = statementText(info.title);
		return { ...info, title, short: shortTitle(title), summary: statementText(info.summary) };
	}
	/** The titles of an experiment's policies, in their order. */
	policyTitles({ policy }: Experiment): string {
		return policyChanges(policy)
			.map(({ id }) => this.policyTitle(id))
			.join(' → ');
	}
	/** The visitor's own models have an id of hex digits, and a name. */
	modelName({ id, sha256, about }: Experiment['model']): string {
		const known = this.info?.models.find((model) => model.sha256 === sha256);
		return known?.name ?? about?.name ?? absentModel(id);
	}
	/** The name of the model, and of the file or the address that it came from. */
	modelNames(model: Experiment['model']): string {
		const known = this.info?.models.find(({ sha256 }) => sha256 === model.sha256);
		const from = known ?? model.about;
		const name = this.modelName(model);
		const { file, origin } = from ?? {};
		// The address of a model on a hub begins with its name.
		if (origin?.startsWith(name)) return origin;
		// A file's name without its ending is the model's.
		const found = file && !file.name.startsWith(name) ? `${name} · ${file.name}` : file?.name;
		return [found ?? name, ...(origin === undefined ? [] : [origin])].join(' · ');
	}
	policyTitle = (id: string): string => this.policy(id)?.title ?? id;
	policyShort = (id: string): string => this.policy(id)?.short ?? id;

	/** `opening`: the page's first call of lab.open. Null if it fails. */
	async connect(opening: Promise<LabInfo>): Promise<LabInfo | null> {
		try {
			[this.#functions, this.info] = await Promise.all([
				import('./labFunctions.ts'),
				opening,
				// What the worker says (main.ts).
				import('#lab/texts.ts'),
			]);
			this.status = { kind: 'ready' };
			const { keepsData, leavesData, lostData } = this.info;
			const text = words.notices;
			// Not news, which a run closes: its visitor would not hear that the run is lost.
			if (!keepsData)
				this.notices.say('error', () => text.nothingKept, { advice: () => text.nothingKeptMend });
			if (leavesData)
				this.notices.say('info', () => text.leftData, { advice: () => text.leftDataMend });
			if (lostData) {
				const message = () => text.dataLost({ reason: lostData });
				this.notices.say('warning', message, { advice: () => text.dataLostMend });
			}
		} catch (error) {
			this.status = { kind: 'broken', error };
		}
		return this.info;
	}

	/** What the worker stores now: a script may have changed it. Throws until the lab is open. */
	async reread(): Promise<LabInfo> {
		const info = await this.client['lab.open']();
		// The device of the run on the workbench can be another one.
		const { device, capabilities } = this.info ?? info;
		return (this.info = { ...info, device, capabilities });
	}
	async refreshRuns(): Promise<void> {
		const runs = await this.client['run.list']();
		if (this.info) this.info = { ...this.info, runs };
	}
	/** After an import, a deletion, or a change of the stored models. */
	async refresh(
		change: Partial<Pick<LabInfo, 'skills' | 'models' | 'adapters' | 'storage'>>,
	): Promise<void> {
		const [skills, storage] = await Promise.all([
			change.skills ?? this.client['skill.list'](),
			change.storage ?? this.client['storage.report'](),
		]);
		if (this.info) this.info = { ...this.info, ...change, skills, storage };
	}

	/** Called when the worker stops to answer, and when it answers again. */
	setSilent(isSilent: boolean): void {
		// This page has ended its worker.
		if (this.status.kind === 'elsewhere') return;
		if (isSilent) this.status = { kind: 'silent' };
		else if (!this.isAnswering) this.status = { kind: this.info ? 'ready' : 'opening' };
	}

	/** A failure becomes a notice (NoticeState.fail). Resolves to whether the task succeeded. */
	async attempt(
		what: string,
		task: () => Promise<unknown> | undefined,
		advice?: string,
	): Promise<boolean> {
		try {
			await task();
			return true;
		} catch (error) {
			this.notices.fail(what, error, advice);
			return false;
		}
	}

	/** Ignores the events of features: each feature has its own subscription. */
	receive(event: LabEvent): void {
		if ('status' in event) this.#noteTraining(event);
		if (event.event === 'progress') this.notices.progress(event);
		else if (event.event === 'notice')
			this.notices.say(event.level, () => statementText(event.message));
		else if (event.event === 'device.used') this.#showDevice(event);
		else if (event.event === 'lab.waiting') this.status = { kind: 'waiting' };
		else if (event.event === 'lab.superseded')
			this.status = { kind: event.isDeleted ? 'deleted' : 'superseded' };
		else if (event.event === 'lab.crashed') this.status = { kind: 'broken', error: event.error };
	}

	/** A run may train on another device than the lab opened first. */
	#showDevice({ device, capabilities }: Extract<LabEvent, { event: 'device.used' }>): void {
		if (this.info) this.info = { ...this.info, device, capabilities };
	}

	#noteTraining({ status, ...owner }: Extract<LabEvent, { status: unknown }>): void {
		const id = canonicalJson(owner);
		if (['running', 'preparing'].includes(status.kind)) this.#training.add(id);
		else {
			this.#training.delete(id);
			// A run that rests is stored up to its step.
			if (owner.event === 'run.status') void this.refreshRuns();
		}
	}
}
