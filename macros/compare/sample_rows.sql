{#
    Return up to wap_sample_rows rows of each kind: {added: [{column: value}], removed: [..], changed: [{key: {..},
    before: {..}, after: {..}, columns: [those that differ]}]}; none if no value may be shown. A value is a string or
    from parse_truncated. Does not read masked columns. `plan`: from get_comparison; `rows`: the number of rows of each
    kind. Uses the rows kept by compare_by_key or compare_as_multiset. Reads only.
#}
{% macro sample_rows(plan, rows) %}
    {%- if not plan["samples"] -%} {%- do return(none) -%} {%- endif -%}
    {%- set limit = dbt_wap.get_var("wap_sample_rows") | int -%}
    {%- set sample = {"added": [], "removed": [], "changed": []} -%}
    {%- set shown = dbt_wap.shown_columns(plan) -%}
    {%- for kind in ["added", "removed"] if rows[kind] and limit and shown -%}
        {%- for row in run_query(dbt_wap._sample_sql(plan, shown, kind, limit)).rows -%}
            {%- do sample[kind].append(dbt_wap._values_of(shown, row.values())) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if rows["changed"] and limit and shown -%}
        {%- do sample.update({"changed": dbt_wap.sample_changed_rows(plan, shown, limit)}) -%}
    {%- endif -%}
    {%- do return(sample) -%}
{% endmacro %}

{% macro _sample_sql(plan, shown, kind, limit) %}
    {%- if plan["keys"] -%} {{ dbt_wap._keyed_sample_sql(plan, shown, kind, limit) }}
    {%- else -%} {{ dbt_wap._uneven_sample_sql(plan, shown, kind, limit) }}
    {%- endif -%}
{% endmacro %}

{# Return SQL for a sample by smallest key. Pure. #}
{% macro _keyed_sample_sql(plan, shown, kind, limit) %}
    {%- set side, missing = ("after", "n_before") if kind == "added" else ("before", "n_after") -%}
    select
        {% for column in shown %}
            {{ dbt_wap.truncated_text("s.shown_" ~ column["id"]) }}{{ ", " if not loop.last }}
        {% endfor %}
    from ({{ dbt_wap._first_keys_sql(plan, missing ~ " = 0", limit) }}) d
    join ({{ dbt_wap.side_sql(plan, side, shown) }}) s on {{ dbt_wap.keys_match(plan["keys"], "d", "s") }}
    order by {{ dbt_wap._keys_of("d", plan) }}
{% endmacro %}

{% macro _first_keys_sql(plan, where, limit) %}
    select *
    from {{ plan["kept"] }}
    where differs and {{ where }}
    order by {{ plan["keys"] | map(attribute="id") | join(", ") }}
    limit {{ limit }}
{% endmacro %}

{% macro _keys_of(alias, plan) %}
    {%- for column in plan["keys"] -%}
        {{ alias }}.{{ column["id"] }}{{ ", " if not loop.last }}
    {%- endfor -%}
{% endmacro %}

{# Return SQL for a sample without a key; equal rows are shown once. Pure. #}
{% macro _uneven_sample_sql(plan, shown, kind, limit) %}
    select distinct
        {% for column in shown %}
            {{ dbt_wap.truncated_text("s.shown_" ~ column["id"]) }}{{ ", " if not loop.last }}
        {% endfor %}
    from
        (
            select *, {{ dbt_wap.row_hash_pair(plan) }}
            from ({{ dbt_wap.both_sides_sql(plan, shown) }}) as both_sides
            where side = {{ 1 if kind == "added" else -1 }}
        ) s
    join
        (
            select *
            from {{ plan["kept"] }}
            where n {{ ">" if kind == "added" else "<" }} 0
            order by h1, h2
            limit {{ limit }}
        ) d
        on s.h1 = d.h1
        and s.h2 = d.h2
    order by {{ range(1, 1 + [shown | length, 8] | min) | join(", ") }}
    limit {{ limit }}
{% endmacro %}

{% macro _values_of(shown, values) %}
    {%- set row = {} -%}
    {%- for column in shown -%}
        {%- do row.update({column["name"]: dbt_wap.parse_truncated(values[loop.index0])}) -%}
    {%- endfor -%}
    {%- do return(row) -%}
{% endmacro %}
