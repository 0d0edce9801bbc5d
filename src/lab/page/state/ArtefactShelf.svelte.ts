/** Keeps, imports, exports and deletes the artefacts of preparations. */
import type { ArtefactInfo } from '#lab/run/stores.ts';
import type { NamedFile } from '#lab/worker/protocol.ts';
import { Attempt } from './Attempt.svelte.ts';
import type { LabState } from './LabState.svelte.ts';

export class ArtefactShelf extends Attempt {
	constructor(private readonly lab: Pick<LabState, 'client' | 'info' | 'refresh'>) {
		super();
	}

	/** Newest first. */
	of(policy: string): readonly ArtefactInfo[] {
		return this.#all.filter((artefact) => artefact.policy === policy);
	}
	named(sha256: string): ArtefactInfo | undefined {
		return this.#all.find((artefact) => artefact.sha256 === sha256);
	}
	get #all(): readonly ArtefactInfo[] {
		return this.lab.info?.artefacts ?? [];
	}

	/** Null after a failure, as the other tasks. */
	keep(runId: string, name: string): Promise<ArtefactInfo | null> {
		return this.run(async () => this.#put(await this.lab.client['artefact.keep']({ runId, name })));
	}
	import(file: File): Promise<ArtefactInfo | null> {
		return this.run(async () => this.#put(await this.lab.client['artefact.import']({ file })));
	}
	async export({ sha256 }: ArtefactInfo, save: (file: NamedFile) => void): Promise<void> {
		await this.run(async () => save(await this.lab.client['artefact.export']({ sha256 })));
	}
	async delete({ sha256 }: ArtefactInfo): Promise<boolean> {
		const deleted = await this.run(async () => {
			await this.lab.client['artefact.delete']({ sha256 });
			await this.lab.refresh({ artefacts: this.#without(sha256) });
			return true;
		});
		return deleted ?? false;
	}

	async #put(artefact: ArtefactInfo): Promise<ArtefactInfo> {
		await this.lab.refresh({ artefacts: [artefact, ...this.#without(artefact.sha256)] });
		return artefact;
	}
	#without(sha256: string): readonly ArtefactInfo[] {
		return this.#all.filter((artefact) => artefact.sha256 !== sha256);
	}
}
