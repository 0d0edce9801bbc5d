/** Page entry of the feature. */
import { browserStorage } from '#lab/page/state/browserStorage.ts';
import { withProps, type CreatePage } from '#lab/page/shell/feature.ts';
import ClassPlace from './ClassPlace.svelte';
import { ClassState } from './ClassState.svelte.ts';
import { keptLessons } from './kept.ts';
import LessonColumn from './LessonColumn.svelte';
import LessonsPlace from './LessonsPlace.svelte';
import { LessonsState } from './LessonsState.svelte.ts';
import { ShareState } from './ShareState.svelte.ts';
import { findLesson, lessonLanguage as language, nextLesson } from './shipped.ts';
import { lessonNote } from './shareLesson.ts';
import TeachOverlay from './TeachOverlay.svelte';
import Welcome from './Welcome.svelte';

const isNewVisit = () =>
	performance
		.getEntriesByType('navigation')
		.some((entry) => (entry as PerformanceNavigationTiming).type === 'navigate');

export const createPage: CreatePage = ({ lab, view, workbench, parts: { places } }) => {
	const find = (id: string) => lab.notices.loaded(() => findLesson(language(), id));
	const storage = browserStorage('localStorage');
	const next = (id: string) => nextLesson(language(), id);
	const newSeed = () => crypto.getRandomValues(new Uint32Array(1))[0] % 1_000_000;
	const runTime = () => workbench.next.time;
	const texts = { find, language, places, next, isNewVisit, newSeed, runTime };
	const lessons = new LessonsState(lab, view, storage, texts);
	void lessons.restore();
	const state = new ClassState(lab);
	const share = new ShareState(lab, (fragment) => void (location.hash = fragment));
	const column = withProps(LessonColumn, { lessons });
	const welcome = withProps(Welcome, { lessons });
	return {
		screens: {
			lessons: withProps(LessonsPlace, { lessons }),
			class: withProps(ClassPlace, { state, lessons }),
		},
		overlay: withProps(TeachOverlay, { lessons, share }),
		openDialog: () => void (share.isOpen = true),
		get guide() {
			if (!lessons.opened) return undefined;
			return {
				...column,
				get lent() {
					return lessons.lent;
				},
				note: lessonNote(lessons),
				link: lessons.link!,
			};
		},
		get welcome() {
			return lessons.opened ? undefined : welcome;
		},
		async openFragment(fragment) {
			if (fragment === '#class') view.place = 'class';
			else await lessons.openLink(fragment);
		},
		async take(files) {
			if (view.place !== 'class') return lessons.own.takeLessons(files);
			await state.add(files);
			return [];
		},
		keeps: [keptLessons(lessons.own)],
	};
};
