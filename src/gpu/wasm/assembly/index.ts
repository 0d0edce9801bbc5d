/** Every kernel of the module. */
export { matmul } from './matmul';

/** Memory below this address belongs to the module. */
export function heapBase(): usize {
	return __heap_base;
}
