{#
    Return the answers to small questions, asked with one statement per 50: {name: the number, none, or a string, the
    reason why the question failed}. If an earlier audit of these facts failed, each is asked alone, so that the error
    names it. questions: {name: query for one row with a whole number `n`}. Reads only.
#}
{% macro ask_numbers(questions, facts) %}
    {%- set sets, parts, found, again = {}, {}, {}, {} -%}
    {%- for some in questions.keys() | batch(1 if facts["suspects"] else 50) -%}
        {%- set name = some[0] if some | length == 1 else "figures of " ~ some | join(", ") -%}
        {%- do sets.update({name: dbt_wap._numbers_in_one_sql(some, questions)}) -%}
        {%- do parts.update({name: some}) -%}
    {%- endfor -%}
    {%- for name, answer in dbt_wap.ask_all(sets).items() -%}
        {%- if answer is not string -%}
            {%- for row in answer -%}
                {%- set number = row["n"] | int if row["n"] is not none else none -%}
                {%- do found.update({parts[name][row["i"] | int]: number}) -%}
            {%- endfor -%}
        {%- elif parts[name] | length == 1 -%} {%- do found.update({name: answer}) -%}
        {%- else -%}
            {%- for part in parts[name] -%} {%- do again.update({part: questions[part]}) -%} {%- endfor -%}
        {%- endif -%}
    {%- endfor -%}
    {#- One of them failed and hides the others, so each is asked alone. -#}
    {%- for name, answer in (dbt_wap.ask_all(again) if again else {}).items() -%}
        {%- set number = answer if answer is string else (answer | first)["n"] -%}
        {%- do found.update({name: number if number is string or number is none else number | int}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{% macro _numbers_in_one_sql(names, questions) %}
    {% for name in names %}
        {{ "union all" if not loop.first }}
        select {{ loop.index0 }} as i, n
        from ({{ questions[name] }}) as q{{ loop.index0 }}
    {% endfor %}
{% endmacro %}
