{#
    Return what prod was made from, as far as it is recorded: {run_id: the newest run that made prod, or none, order:
    {run id: its place in the order of these runs}, nodes: {unique id: {run_id: the newest of them that built the node,
    code: from build_codes, as JSON}}, sources: {run id: fingerprints of the sources that the run read}}. A run made
    prod if it was published and not rolled back, or if it found no differences from such a prod. The newest hundred
    count. Reads only.
#}
{% macro get_baseline() %}
    {%- set found = {"run_id": none, "order": {}, "nodes": {}, "sources": {}} -%}
    {%- set made = dbt_wap._runs_that_made_prod() -%}
    {%- if not made -%} {%- do return(found) -%} {%- endif -%}
    {%- for run_id in made -%} {%- do found["order"].update({run_id: loop.index0}) -%} {%- endfor -%}
    {%- for row in dbt_wap.rows_of(dbt_wap._codes_sql(made)) -%}
        {%- do found["nodes"].update({row["unique_id"]: {"run_id": row["run_id"], "code": row["code"]}}) -%}
    {%- endfor -%}
    {%- for node in found["nodes"].values() -%}
        {%- do found["sources"].update({node["run_id"]: {}}) -%}
    {%- endfor -%}
    {%- for run_id in made if run_id in found["sources"] -%}
        {%- do found.update({"run_id": run_id}) -%}
    {%- endfor -%}
    {%- set questions = {} -%}
    {%- for run_id in found["sources"] -%}
        {%- set asked = dbt_wap._record_questions(dbt_wap.text_literal(run_id), "sources") -%}
        {%- do questions.update({run_id: asked["fingerprints"]}) -%}
    {%- endfor -%}
    {%- for run_id, rows in dbt_wap.read_together(questions).items() -%}
        {%- do found["sources"].update({run_id: dbt_wap._fingerprints_of(rows)}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# Return the newest runs of this place whose build is what prod had after them, oldest first. Reads only. #}
{% macro _runs_that_made_prod() %}
    {%- set sql %}
        select e.run_id, e.event
        from {{ dbt_wap.state_table("events") }} as e
        join {{ dbt_wap.state_table("runs") }} as r on r.run_id = e.run_id
        where
            e.project = {{ dbt_wap.text_literal(project_name) }}
            and {{ dbt_wap.scope_condition_sql() }}
            and e.event in ('published', 'passed', 'rolled_back')
        order by e.seq
    {% endset -%}
    {%- set found = namespace(runs=[]) -%}
    {%- for row in dbt_wap.rows_of(sql) -%}
        {%- if row["event"] != "rolled_back" -%} {%- do found.runs.append(row["run_id"]) -%}
        {%- elif row["run_id"] in found.runs -%}
            {%- set kept, undone = [], namespace(from_here=false) -%}
            {%- for run_id in found.runs -%}
                {%- set undone.from_here = undone.from_here or run_id == row["run_id"] -%}
                {%- if not undone.from_here -%} {%- do kept.append(run_id) -%} {%- endif -%}
            {%- endfor -%}
            {%- set found.runs = kept -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found.runs[-100:]) -%}
{% endmacro %}

{# Return SQL for the code of each node in the newest of these runs that built it. Pure. #}
{% macro _codes_sql(run_ids) %}
    select run_id, unique_id, code
    from
        (
            select
                run_id,
                unique_id,
                code,
                row_number() over (
                    partition by unique_id
                    order by
                        case
                            run_id
                            {%- for run_id in run_ids %}
                                when {{ dbt_wap.text_literal(run_id) }} then {{ loop.index0 }}
                            {%- endfor %}
                        end desc,
                        seq desc
                ) as n
            from {{ dbt_wap.state_table("results") }}
            where
                code is not null
                and run_id in (
                    {%- for run_id in run_ids %}
                        {{ dbt_wap.text_literal(run_id) }}{{ "," if not loop.last }}
                    {%- endfor %}
                )
        ) as ranked
    where n = 1
{% endmacro %}
