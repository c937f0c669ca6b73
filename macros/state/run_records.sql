{#
    Return the rows of one kind of record of a run: results, report or fingerprints, the newest of each phase or of the
    given one. With `seen` (see fresh_reads), the first question reads all of them at once, for those that follow. run:
    {run_id, schemas: pairs, which may be missing}. Reads only.
#}
{% macro run_records(run, kind, phase=none) %}
    {%- set id, pairs = dbt_wap.text_literal(run["run_id"]), run.get("schemas") -%}
    {%- set seen = pairs[0].get("seen") if pairs else none -%}
    {%- if seen is none -%}
        {%- set questions = dbt_wap._record_questions(id, phase) -%}
        {%- do return(dbt_wap.read_together({kind: questions[kind]})[kind]) -%}
    {%- endif -%}
    {%- if "records" not in seen -%}
        {%- do seen.update({"records": dbt_wap.read_together(dbt_wap._record_questions(id, none))}) -%}
    {%- endif -%}
    {%- if phase is none -%} {%- do return(seen["records"][kind]) -%} {%- endif -%}
    {%- do return(seen["records"][kind] | selectattr("phase", "equalto", phase) | list) -%}
{% endmacro %}

{% macro _record_questions(id, phase) %}
    {%- set results %}
        select *, row_number() over (order by seq) as nth
        from {{ dbt_wap.state_table("results") }}
        where run_id = {{ id }}
    {% endset -%}
    {%- set report %}
        select *
        from {{ dbt_wap.state_table("reports") }}
        where run_id = {{ id }} and seq = (
            select max(seq) from {{ dbt_wap.state_table("reports") }} where run_id = {{ id }}
        )
    {% endset -%}
    {%- set fingerprints %}
        select f.taken_at, f.phase, f.database_name, f.schema_name, f.name, f.kind, f.row_count, f.hash
        from {{ dbt_wap.state_table("fingerprints") }} as f
        join (
            select phase, max(seq) as seq
            from {{ dbt_wap.state_table("fingerprints") }}
            where run_id = {{ id }} {%- if phase %} and phase = {{ dbt_wap.text_literal(phase) }} {%- endif %}
            group by phase
        ) as n on n.phase = f.phase and n.seq = f.seq
        where f.run_id = {{ id }}
    {% endset -%}
    {%- do return({"results": results, "report": report, "fingerprints": fingerprints}) -%}
{% endmacro %}
