import { Shown } from '../http/view-fields';

export class AuditVerificationView {
  @Shown({ example: true })
  valid!: boolean;

  @Shown({ example: 1042, description: 'So many follow each other as they were written.' })
  entries!: number;

  @Shown({
    type: 'integer',
    example: null,
    nullable: true,
    description: 'The first place where an entry is missing, or is not what was written there.',
  })
  firstBroken!: number | null;

  @Shown({
    type: String,
    example: '0cc175b9c0f1b6a831c399e269772661',
    nullable: true,
    description:
      'Note it elsewhere together with entries: given again, they prove that nothing was rewritten.',
  })
  lastHash!: string | null;

  @Shown({ example: '2026-11-21T10:00:00.000Z' })
  checkedAt!: Date;
}
