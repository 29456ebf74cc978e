import { FormSubmitted } from '../../src/contexts/agent/contracts/form-submitted.event';
import { formExpired, formSubmitted } from '../../src/contexts/agent/domain/form-errors';
import { Form } from '../../src/contexts/agent/domain/form';
import { aForm } from './forms';

const MADE = new Date('2026-11-24T09:00:00Z');
const hoursLater = (hours: number) => new Date(MADE.getTime() + hours * 3_600_000);

const made = () => Form.make({ ...aForm(), workspaceId: 'workspace', description: null, madeAt: MADE });

describe('a form', () => {
  it('is open for a day and then expired, without anybody coming round [VE-09]', () => {
    const form = made();
    expect(form.statusAt(hoursLater(23.9))).toBe('open');
    expect(form.statusAt(hoursLater(24))).toBe('expired');
    expect(() => form.checkOpen(hoursLater(24))).toThrow(formExpired());
  });

  it('is submitted once, and says so to its agent [VE-08]', () => {
    const form = made();
    form.submit('submission', hoursLater(1));
    const { id, conversationId } = form.state;
    expect(form.events).toEqual([
      new FormSubmitted('workspace', id, 'submission', conversationId, 'customer-service'),
    ]);
    expect(() => form.submit('another', hoursLater(2))).toThrow(formSubmitted());
    expect(form.events).toHaveLength(1);
  });

  it('takes no submission after its day, and stays submitted after it', () => {
    const late = made();
    expect(() => late.submit('submission', hoursLater(25))).toThrow(/time .* is over/);
    expect(late.events).toEqual([]);
    const early = made();
    early.submit('submission', hoursLater(1));
    expect(early.statusAt(hoursLater(100))).toBe('submitted');
  });
});
