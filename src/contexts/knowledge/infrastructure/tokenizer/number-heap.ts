import { withRoomFor } from '../search/growing-array';

/** Numbers of which the smallest comes first. */
export class NumberHeap {
  private numbers = new Float64Array(64);
  private size = 0;

  push(number: number): void {
    this.numbers = withRoomFor(this.numbers, this.size + 1);
    const { numbers } = this;
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (numbers[parent]! <= number) break;
      numbers[at] = numbers[parent]!;
      at = parent;
    }
    numbers[at] = number;
  }

  pop(): number | undefined {
    if (this.size === 0) return undefined;
    const { numbers } = this;
    const smallest = numbers[0]!;
    this.sink(numbers[--this.size]!);
    return smallest;
  }

  private sink(number: number): void {
    const { numbers, size } = this;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child + 1 < size && numbers[child + 1]! < numbers[child]!) child++;
      if (child >= size || numbers[child]! >= number) break;
      numbers[at] = numbers[child]!;
      at = child;
    }
    numbers[at] = number;
  }
}
