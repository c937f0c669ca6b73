{#
    Return SQL for the profile of a relation on both sides (see read_profile), or none if there is nothing to profile.
    If a table has more rows than wap_profile_rows, read a random sample of about that size: with a key whose types are
    the same, the same rows on both sides. Does not read values of masked columns. Each column is grouped once, and
    everything but its smallest and largest value and its mean comes from these groups. subject: {before, after:
    relations, or none, columns: from profiled_columns, counts: {before, after}: rows, where: the clause of a filter,
    keys: the columns of the key, as in get_comparison, or none}. Pure.
#}
{% macro profile_question(subject) %}
    {%- set limit = dbt_wap.get_var("wap_profile_rows") | int -%}
    {%- if not limit or not subject["columns"] -%} {%- do return(none) -%} {%- endif -%}
    {%- set forms, sides = dbt_wap._profile_forms(subject["columns"]), [] -%}
    {%- for side in ["before", "after"] if subject[side] -%} {%- do sides.append(side) -%} {%- endfor -%}
    {%- set ranked = subject["columns"] | selectattr("shown") | rejectattr("kind", "equalto", "other") | list -%}
    {%- set question -%}
        with
            {% for side in sides %}
                {{ side }}_rows as {{ dbt_wap.computed_once() }} (
                    {{ dbt_wap._rows_to_profile_sql(subject, side, forms, limit) }}
                ),
                {{ side }}_figures as ({{ dbt_wap._figures_sql(subject["columns"], side, forms) }}),
                {{ side }}_values as ({{ dbt_wap._grouped_values_sql(subject["columns"], side, forms) }}),
            {% endfor %}
            grouped as {{ dbt_wap.computed_once() }} (
                {% for side in sides %}
                    select '{{ side }}' as side, i, filled, shown, x, n
                    from {{ side }}_values
                    {{ "union all" if not loop.last }}
                {% endfor %}
            ),
            counts as {{ dbt_wap.computed_once() }} (
                select
                    side,
                    i,
                    sum(filled) as distinct_values,
                    sum(case when filled = 0 then n else 0 end) as nulls,
                    min(x) as low,
                    max(x) as high
                from grouped
                group by side, i
            ),
            tops as ({{ dbt_wap._top_values_sql(ranked | map(attribute="at") | list) }}),
            histograms as ({{ dbt_wap._histograms_sql() }})
        {% for side in sides %}
            {{ dbt_wap.profile_answer_sql(subject["columns"], side, forms) }}
            {{ "union all" if not loop.last }}
        {% endfor %}
    {%- endset -%}
    {%- do return(question) -%}
{% endmacro %}

{#
    Return {type: {form: comparable form, plain: whether that is a value of the same type, shown: as text, number: as a
    float, or none}} of the columns, as SQL with {} for the value. Pure.
#}
{% macro _profile_forms(columns) %}
    {%- set forms = {} -%}
    {%- for column in columns -%}
        {%- for type in column["types"].values() if type not in forms -%}
            {%- set kind, how = dbt_wap.type_kind(type), dbt_wap.common_form(type, type) -%}
            {%- set form = dbt_wap.comparable_form(how["type"]).replace("{}", how["after"]) -%}
            {%- do forms.update(
                {
                    type: {
                        "form": form,
                        "plain": form == "{}" or kind == "text",
                        "shown": dbt_wap.shown_text("{}", type) | trim,
                        "number": dbt_wap.to_float("{}", kind) if kind in ["number", "float", "time"] else none,
                    }
                }
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(forms) -%}
{% endmacro %}

{# Return SQL for the rows to profile, with columns c0, c1, .. Pure. #}
{% macro _rows_to_profile_sql(subject, side, forms, limit) %}
    {%- set count, where = subject["counts"][side], subject["where"] -%}
    {%- set percent = 100 if count <= limit else [100.0 * limit / count, 0.000001] | max -%}
    {%- set keys, hashed = subject["keys"] or [], [] -%}
    {%- set query -%}
        select
            {% for column in subject["columns"] if column[side] %}
                {{ dbt_wap.identifier(column[side]) }} as {{ column["id"] }}{{ "," if not loop.last }}
            {% else %} 1 as nothing
            {% endfor %}
        from {{ dbt_wap.sql_name(subject[side]) }} {{ where }}
    {%- endset -%}
    {%- if percent == 100 -%} {{ query }}
    {%- elif keys and not keys | rejectattr("same_type") | list -%}
        {%- for column in keys -%}
            {%- do hashed.append(dbt_wap.form_of(column, dbt_wap.value_of(column, side))) -%}
        {%- endfor -%}
        {{ query }} {{ "and" if where else "where" }}
        mod(abs({{ dbt_wap.row_hash(hashed) }}), 1000000) < {{ (percent * 10000) | round | int }}
    {%- else -%}
        {%- for column in subject["columns"] if column[side] -%}
            {%- do hashed.append(forms[column["types"][side]]["form"].replace("{}", column["id"])) -%}
        {%- endfor -%}
        {{ dbt_wap.random_rows_sql(query, hashed, percent) }}
    {%- endif -%}
{% endmacro %}

{# Return SQL for n and, if they apply, c0_lowest, c0_highest, c0_mean, .. in one row. Pure. #}
{% macro _figures_sql(columns, side, forms) %}
    select
        {% for column in columns if column[side] and column["shown"] and column["kind"] not in ["boolean", "other"] %}
            {%- set id, own = column["id"], forms[column["types"][side]] %}
            {{ own["shown"].replace("{}", "min(" ~ id ~ ")") }} as {{ id }}_lowest,
            {{ own["shown"].replace("{}", "max(" ~ id ~ ")") }} as {{ id }}_highest,
            {% if column["kind"] in ["number", "float"] %}
                {%- set mean = "avg(" ~ own["number"].replace("{}", id) ~ ")" %}
                {{ dbt_wap.text_of(mean) }} as {{ id }}_mean,
            {% endif %}
        {% endfor %}
        count(*) as n
    from {{ side }}_rows
{% endmacro %}

{#
    Return SQL for the values of each column: (i: the number of the column, filled: 0 for NULL, shown: the value as text
    if it occurs more than once, x: as a float, n: rows). Pure.
#}
{% macro _grouped_values_sql(columns, side, forms) %}
    {% for column in columns if column[side] %}
        {%- set id, own = column["id"], forms[column["types"][side]] -%}
        {%- set kind = column["kind"] if column["shown"] else "other" -%}
        {%- set value = "form" if own["plain"] else "smallest" -%}
        {{ "union all" if not loop.first }}
        select
            {{ column["at"] }} as i,
            case when form is null then 0 else 1 end as filled,
            {% if kind != "other" %} case when n > 1 then {{ own["shown"].replace("{}", value) }} end
            {% else %} cast(null as varchar)
            {% endif %} as shown,
            {% if kind in ["number", "float", "time"] %} {{ own["number"].replace("{}", value) }}
            {% else %} cast(null as double precision)
            {% endif %} as x,
            n
        from
            (
                select
                    {{ own["form"].replace("{}", id) }} as form,
                    {% if kind != "other" and not own["plain"] %} min({{ id }}) as smallest, {% endif %}
                    count(*) as n
                from {{ side }}_rows
                group by 1
            ) as g
    {% else %}
        select
            0 as i, 0 as filled, cast(null as varchar) as shown, cast(null as double precision) as x, 0 as n
        where false
    {% endfor %}
{% endmacro %}
