{#
    Return SQL for the profiles of relations on both sides (see read_profile). If a table has more rows than the limit
    of wap_profile_rows, read a random sample of about that size: with a key whose types are the same, the same rows on
    both sides. Does not read values of masked columns. Everything but the smallest and largest value of a column and
    its mean comes from its values, which are grouped once: all columns together, or each column by itself. `together`:
    from share_questions, which says why; otherwise there is one subject. subjects: [{before, after: names in SQL, or
    none, columns: from profiled_columns, counts: {before, after}: rows, where: the clause of a filter, keys: the
    columns of the key, as in get_comparison, or none}]. forms: keeps what was found about types, for the next call.
    Pure.
#}
{% macro profile_question(subjects, together, limit, forms={}) %}
    {%- set sides = [] -%}
    {%- for subject in subjects -%}
        {%- do dbt_wap._add_profile_forms(subject["columns"], forms) -%}
        {%- set r, columns = loop.index0, subject["columns"] -%}
        {%- for side in ["before", "after"] if subject[side] -%}
            {%- set own = {"r": r, "side": side, "columns": columns} -%}
            {%- do own.update({"sql": dbt_wap._rows_to_profile_sql(subject, side, forms, limit)}) -%}
            {%- do sides.append(dict(own, cells=dbt_wap._cells_of(columns, side, forms)) if together else own) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set question -%}
        with
            {% if together %} {{ dbt_wap.values_together_sql(sides) }},
            {% else %} {{ dbt_wap.values_by_column_sql(sides, forms) }},
            {% endif %}
            {{ dbt_wap.profile_answer_sql() }}
    {%- endset -%}
    {%- do return(question) -%}
{% endmacro %}

{#
    Add {type: {form: comparable form, plain: whether that is a value of the same type, key: the form that sorts as the
    values do, ordered: the value that is the smallest or largest, shown: as text, number: as a float, or none}} of the
    columns to the forms, as SQL with {} for the value. Text sorts by its bytes. Pure.
#}
{% macro _add_profile_forms(columns, forms) %}
    {%- for column in columns -%}
        {%- for type in column["types"].values() if type not in forms -%}
            {%- set kind, how = dbt_wap.type_kind(type), dbt_wap.common_form(type, type) -%}
            {%- set form = dbt_wap.comparable_form(how["type"]).replace("{}", how["after"]) -%}
            {%- set text = dbt_wap.parsed_type(type)["base"] == "VARCHAR" -%}
            {%- do forms.update(
                {
                    type: {
                        "form": form,
                        "plain": form == "{}" or kind == "text",
                        "key": "{}" if kind == "text" and not text else form,
                        "ordered": form if text else "{}",
                        "shown": dbt_wap.shown_text("{}", type) | trim,
                        "number": dbt_wap.to_float("{}", kind) if kind in ["number", "float", "time"] else none,
                    }
                }
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
{% endmacro %}

{# Return SQL for the rows to profile, with columns c0, c1, .. Pure. #}
{% macro _rows_to_profile_sql(subject, side, forms, limit) %}
    {%- set count, where = subject["counts"][side], subject["where"] -%}
    {%- set percent = 100 if count <= limit else [100.0 * limit / count, 0.000001] | max -%}
    {%- set keys, hashed = subject["keys"] or [], [] -%}
    {%- set query -%}
        select
            {% for column in subject["columns"] if column[side] %}
                {{ adapter.quote(column[side] | string | replace('"', '""')) }} as {{ column["id"] }}
                {{- "," if not loop.last }}
            {% else %} 1 as nothing
            {% endfor %}
        from {{ subject[side] }} {{ where }}
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

{#
    Return the columns of a side for values_together_sql. A side without columns has one cell a row, to be counted.
    Pure.
#}
{% macro _cells_of(columns, side, forms) %}
    {%- set cells, nothing = [], {"text": "cast(null as varchar)", "number": "cast(null as double precision)"} -%}
    {%- for column in columns if column[side] -%}
        {%- set own, id = forms[column["types"][side]], column["id"] -%}
        {%- set cell = dict(nothing, i=column["at"], form=own["key"].replace("{}", id)) -%}
        {%- if column["shown"] and column["kind"] != "other" -%}
            {%- do cell.update({"text": own["shown"].replace("{}", id)}) -%}
            {%- if column["kind"] in ["number", "float", "time"] -%}
                {%- do cell.update({"number": own["number"].replace("{}", id)}) -%}
            {%- endif -%}
        {%- endif -%}
        {%- do cells.append(cell) -%}
    {%- endfor -%}
    {%- do return(cells or [dict(nothing, i=-1, form="1")]) -%}
{% endmacro %}
