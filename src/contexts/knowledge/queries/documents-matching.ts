import { sql, type Statement } from '../../../platform/database/sql';
import { type MetadataFilter } from '../contracts/metadata-filter';
import { conditionsOf, type MetadataCondition } from '../domain/metadata-conditions';

/**
 * The conditions travel as one parameter: no key and no operator of a request ever becomes part of the statement. Equal
 * metadata is asked for in one step before, which spares most documents the other conditions. No index can help:
 * behind row-level security, operators on jsonb may not use one, because they are not leakproof.
 */
export function documentsMatching(
  workspaceId: string,
  filter: MetadataFilter,
  readers: readonly string[] | null,
): Statement {
  const { equal, others } = inTwoSteps(conditionsOf(filter));
  return sql`
    SELECT id FROM knowledge.documents AS document
    WHERE workspace_id = ${workspaceId} AND deleted_at IS NULL
      AND (access IS NULL OR ${readers}::text[] IS NULL OR access && ${readers}::text[])
      AND metadata @> ${JSON.stringify(equal)}::jsonb
      AND NOT EXISTS (
        SELECT FROM jsonb_to_recordset(${JSON.stringify(others)}::jsonb) AS wanted (key text, operator text, value jsonb)
        CROSS JOIN LATERAL (SELECT CASE wanted.key
          WHEN '$language' THEN to_jsonb(language)
          WHEN '$format' THEN to_jsonb(format)
          WHEN '$author' THEN properties -> 'author'
          WHEN '$title' THEN to_jsonb(title)
          WHEN '$url' THEN to_jsonb(url)
          WHEN '$externalId' THEN to_jsonb(external_id)
          WHEN '$createdAt' THEN to_jsonb(floor(extract(epoch FROM created_at) * 1000))
          ELSE metadata -> wanted.key END AS value) AS actual
        WHERE (CASE wanted.operator
          WHEN 'eq' THEN actual.value = wanted.value
          WHEN 'ne' THEN coalesce(actual.value, 'null') <> wanted.value
          WHEN 'in' THEN wanted.value @> jsonb_build_array(actual.value)
          WHEN 'nin' THEN actual.value IS NULL OR NOT wanted.value @> jsonb_build_array(actual.value)
          WHEN 'contains' THEN CASE jsonb_typeof(actual.value)
            WHEN 'array' THEN actual.value @> jsonb_build_array(wanted.value)
            WHEN 'string' THEN strpos(actual.value #>> '{}', wanted.value #>> '{}') > 0 END
          WHEN 'exists' THEN (coalesce(jsonb_typeof(actual.value), 'null') <> 'null') = (wanted.value)::boolean
          ELSE jsonb_typeof(actual.value) = jsonb_typeof(wanted.value) AND CASE wanted.operator
            WHEN 'gt' THEN actual.value > wanted.value
            WHEN 'gte' THEN actual.value >= wanted.value
            WHEN 'lt' THEN actual.value < wanted.value
            WHEN 'lte' THEN actual.value <= wanted.value END
        END) IS NOT TRUE)`;
}

function inTwoSteps(conditions: readonly MetadataCondition[]) {
  const isPlain = ({ key, operator }: MetadataCondition) => operator === 'eq' && !key.startsWith('$');
  return {
    equal: Object.fromEntries(conditions.filter(isPlain).map(({ key, value }) => [key, value])),
    others: conditions.filter((condition) => !isPlain(condition)),
  };
}
