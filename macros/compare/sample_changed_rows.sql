{#
    Return the changed rows of sample_rows, by smallest key. If two long values begin alike, show the text around their
    first difference, which takes one more query. Reads only.
#}
{% macro sample_changed_rows(plan, shown, limit) %}
    {%- set pairs = dbt_wap._changed_pairs_sql(plan, shown, limit) -%}
    {%- set changed, alike = [], [] -%}
    {%- for row in run_query(dbt_wap._shown_pairs_sql(pairs, shown)).rows -%}
        {%- set values = row.values() -%}
        {%- set before = dbt_wap._values_of(shown, values) -%}
        {%- set after = dbt_wap._values_of(shown, values[shown | length:]) -%}
        {%- set key, columns = {}, [] -%}
        {%- for column in shown -%}
            {%- set name = column["name"] -%}
            {%- if column in plan["keys"] -%} {%- do key.update({name: before[name]}) -%} {%- endif -%}
            {%- if values[loop.index0 + 2 * shown | length] | int -%}
                {%- do columns.append(name) -%}
                {%- if dbt_wap._begin_alike(before[name], after[name]) and column not in alike -%}
                    {%- do alike.append(column) -%}
                {%- endif -%}
            {%- endif -%}
        {%- endfor -%}
        {%- do changed.append({"key": key, "before": before, "after": after, "columns": columns}) -%}
    {%- endfor -%}
    {%- if alike -%} {%- do dbt_wap._move_windows(changed, alike, pairs) -%} {%- endif -%}
    {%- do return(changed) -%}
{% endmacro %}

{% macro _shown_pairs_sql(pairs, shown) %}
    select
        {% for side in ["before", "after"] %}
            {% for column in shown %} {{ dbt_wap.truncated_text(side ~ "_" ~ column["id"]) }}, {% endfor %}
        {% endfor %}
        {% for column in shown %} differs_{{ column["id"] }}, {% endfor %}
        n
    from ({{ pairs }}) as pairs
    order by n
{% endmacro %}

{% macro _changed_pairs_sql(plan, shown, limit) %}
    select
        row_number() over (order by {{ dbt_wap._keys_of("d", plan) }}) as n
        {% for column in shown %}
            ,
            b.shown_{{ column["id"] }} as before_{{ column["id"] }},
            a.shown_{{ column["id"] }} as after_{{ column["id"] }},
            case when {{ dbt_wap.values_differ(column) }} then 1 else 0 end as differs_{{ column["id"] }}
        {% endfor %}
    from ({{ dbt_wap._first_keys_sql(plan, "n_before > 0 and n_after > 0", limit) }}) d
    join ({{ dbt_wap.side_sql(plan, "before", shown) }}) b on {{ dbt_wap.keys_match(plan["keys"], "d", "b") }}
    join ({{ dbt_wap.side_sql(plan, "after", shown) }}) a on {{ dbt_wap.keys_match(plan["keys"], "d", "a") }}
{% endmacro %}

{# Return true if two values are equal in the part that is shown, and one is longer than that. Pure. #}
{% macro _begin_alike(one, other) %}
    {%- set texts = [] -%}
    {%- for value in [one, other] if value is not none -%}
        {%- do texts.append(value["text"] if value is mapping else value) -%}
    {%- endfor -%}
    {%- do return((one is mapping or other is mapping) and texts | length == 2 and texts[0] == texts[1]) -%}
{% endmacro %}

{# Make values that begin alike show the text around their first difference. Reads only. #}
{% macro _move_windows(changed, columns, pairs) %}
    {%- for found in dbt_wap.rows_of(dbt_wap._first_differences_sql(columns, pairs)) -%}
        {%- set row, column = changed[found["n"] | int - 1], columns[found["c"] | int] -%}
        {%- for side in ["before", "after"] if row[side][column["name"]] is mapping -%}
            {%- do row[side][column["name"]].update({"text": found[side], "start": found["start"] | int}) -%}
        {%- endfor -%}
    {%- endfor -%}
{% endmacro %}

{#
    Return SQL that finds the first difference of two texts by bisection. It compares md5, because a collation may treat
    different texts as equal. Pure.
#}
{% macro _first_differences_sql(columns, pairs) %}
    with recursive
        texts as (
            {% for column in columns %}
                select
                    n,
                    {{ loop.index0 }} as c,
                    before_{{ column["id"] }} as before,
                    after_{{ column["id"] }} as after
                from ({{ pairs }}) as pairs
                where
                    left(before_{{ column["id"] }}, 200) = left(after_{{ column["id"] }}, 200)
                    and greatest(length(before_{{ column["id"] }}), length(after_{{ column["id"] }})) > 200
                    and differs_{{ column["id"] }} = 1
                    {{ "union all" if not loop.last }}
            {% endfor %}
        ),
        search as (
            select n, c, 0 as same, 134217728 as step
            from texts
            union all
            select
                s.n,
                s.c,
                s.same + case
                    when md5(left(t.before, s.same + s.step)) = md5(left(t.after, s.same + s.step))
                    then s.step
                    else 0
                end,
                cast(floor(s.step / 2) as integer)
            from search s
            join texts t on s.n = t.n and s.c = t.c
            where s.step >= 1
        ),
        windows as (
            select t.n, t.c, t.before, t.after, greatest(s.same - 40, 0) as start
            from search s
            join texts t on s.n = t.n and s.c = t.c
            where s.step = 0
        )
    select n, c, start, substr(before, start + 1, 200) as before, substr(after, start + 1, 200) as after
    from windows
{% endmacro %}
